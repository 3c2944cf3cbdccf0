/** A refused login told apart into its usual causes, and what a host lets us open. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/diagnosis.ts';
import { because } from '../transports/powershell.ts';
import { startScriptedServer } from '../transports/ssh/scripted-server.ts';
import { makeCertificate, opensslMissing } from '../transports/winrm/certificates.ts';
import { ann, type WinrmServerOptions } from '../transports/winrm/winrm-server.ts';
import { Desk } from './desk.ts';
import { diagnosed, host, lab } from './doctor-lab.ts';

const other = { account: { ...ann, password: 'another' } };

describe('a login that WinRM rejects without a reason', () => {
  it.each<[string, Partial<WinrmServerOptions>, string, string, RegExp]>([
    ['nothing to be seen', other, '', 'plain', /^Nothing that can be seen from here speaks for one of them/],
    [
      'an account of another domain',
      {},
      ", user: 'OTHER\\ann'",
      'x',
      /the account is of OTHER; the host calls itself EX01 in the domain CORP/,
    ],
    [
      'a name without its domain',
      {},
      ', user: ann',
      'x',
      /ann without a domain is an account of EX01 itself; one of its domain is CORP\\ann/,
    ],
    ['an account of the host itself', {}, ", user: '.\\ann'", 'x', /one of its domain is CORP/],
    ['a line break in the password', {}, '', `${ann.password}\r`, /begins or ends with white space/],
    [
      'characters beyond ASCII',
      other,
      '',
      ann.password,
      /characters beyond ASCII: its file or variable has to be UTF-8/,
    ],
    ['clocks far apart', { ...other, minutesAhead: 40 }, '', 'x', /the clocks are (39|40) minutes apart/],
  ])('%s', async (_, options, settings, password, next) => {
    const { desk, server } = await lab(options, settings);
    desk.environment.PASSWORD = password;
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({ check: 'login', status: 'bad' });
    expect(last.next.replace('Likely: ', '')).toMatch(next);
    expect(last.next).toMatch(/0xC000006A: wrong password; .*0xC0000234: locked/);
    expect(last.fix).toContain('Id = 4625');
    expect([server.logins, exitCode]).toEqual([0, 5]);
  });

  it.skipIf(opensslMissing)(`Basic for an account of a domain${because(opensslMissing)}`, async () => {
    const certificate = makeCertificate();
    const options = { ...other, certificate, offers: ['Basic'] as const };
    const { desk } = await lab(options, `, ca: '${certificate.file}', auth: basic`);
    const { last } = await diagnosed(desk);
    expect(last.next).toMatch(/Basic takes accounts of the host itself only/);
  });

  it('a clock ten minutes ahead is seen before anybody logs in', async () => {
    const { desk } = await lab({ minutesAhead: 10 });
    const { named } = await diagnosed(desk);
    expect(named('service')).toMatchObject({
      status: 'doubtful',
      found: expect.stringMatching(/differ by 10 minutes/),
    });
    expect(named('login')).toMatchObject({ status: 'good' });
  });

  it('a login that an SSH server refuses, tried once', async () => {
    let tried = 0;
    const server = await startScriptedServer({
      authenticate: (context) => {
        if (context.method !== 'none') tried += 1;
        context.reject(['password']);
      },
    });
    const desk = await Desk.open({});
    desk.environment.PASSWORD = 'hunter2';
    await host(
      desk,
      `port: ${server.port}, user: ann, password: { env: PASSWORD }, knownHosts: '${server.knownHosts}'`,
    );
    const { last, checks } = await diagnosed(desk);
    await server.close();
    expect(checks.map(({ check }) => check)).toEqual(['name', 'tcp', 'host-key', 'login']);
    expect(last).toMatchObject({
      status: 'bad',
      found: expect.stringMatching(/did not let ann in. Tried: .*password/),
    });
    expect(last.next).toContain('administrators_authorized_keys');
    expect([last.fix, tried]).toEqual([expect.stringContaining('OpenSSH/Operational'), 1]);
  });
});

describe('what a host lets us open', () => {
  const refusing = (code: number): Partial<WinrmServerOptions> => ({
    accident: (action) => (action === 'Create' ? { kind: 'fault', code } : undefined),
  });

  it.each<[string, Partial<WinrmServerOptions>, Check['check'], RegExp, string]>([
    [
      'no administrator, or remote UAC',
      refusing(5),
      'rights',
      /let in, and refused a shell/,
      'LocalAccountTokenFilterPolicy',
    ],
    [
      'remote shells switched off',
      refusing(2150859180),
      'quotas',
      /Remote shells are off/,
      'AllowRemoteShellAccess',
    ],
    [
      'too many users',
      refusing(2150859179),
      'quotas',
      /a quota is reached: .*MaxConcurrentUsers/,
      'Get-WSManInstance',
    ],
    [
      'a fault of which nobody has heard',
      refusing(4711),
      'quotas',
      /no shell could be opened: .*4711/,
      'winrm get',
    ],
  ])('%s', async (_, options, check, found, fix) => {
    const { desk, server } = await lab(options);
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({ check, status: 'bad', found: expect.stringMatching(found) });
    expect([last.fix, exitCode, server.shells.commandLines]).toEqual([expect.stringContaining(fix), 5, []]);
  });

  it('counts the shells that stand open, and whose they are, when the quota is reached', async () => {
    const { desk, server } = await lab(refusing(2150859173));
    server.shells.others = [...Array(29).fill('CORP\\ann'), 'CORP\\bert'];
    const { last } = await diagnosed(desk);
    expect(last.found).toMatch(
      /MaxShellsPerUser 30; 30 shells stand open, most of them \(29\) of CORP\\ann$/,
    );
  });

  it.each<[string, string, readonly string[], RegExp]>([
    [
      'little memory, by policy',
      '<cfg:MaxMemoryPerShellMB Source="GPO">150</cfg:MaxMemoryPerShellMB>',
      [],
      /MaxMemoryPerShellMB 150 \(group policy\)/,
    ],
    [
      'one shell left',
      '<cfg:MaxShellsPerUser>5</cfg:MaxShellsPerUser>',
      Array(4).fill('CORP\\ann'),
      /4 shells stand open/,
    ],
  ])('warns of %s', async (_, winrs, others, found) => {
    const { desk, server } = await lab();
    server.shells.winrs = winrs;
    server.shells.others = others;
    const { named, exitCode } = await diagnosed(desk);
    expect(named('quotas')).toMatchObject({ status: 'doubtful', found: expect.stringMatching(found) });
    expect([exitCode, server.shells.open]).toEqual([0, 0]);
  });

  it('goes on without the limits where they are not told', async () => {
    const { desk } = await lab({ envelopeKilobytes: undefined });
    const { named, exitCode } = await diagnosed(desk);
    expect(named('login')).toMatchObject({ status: 'doubtful' });
    expect(named('quotas')).toMatchObject({
      status: 'good',
      found: expect.stringMatching(/told to administrators only$/),
    });
    expect(exitCode).toBe(0);
  });
});
