/** A lab of broken things: each gets its own cause in words, and the next move. */
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/diagnosis.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { because } from '../transports/powershell.ts';
import { startScriptedServer } from '../transports/ssh/scripted-server.ts';
import { type CertificateWish, makeCertificate, opensslMissing } from '../transports/winrm/certificates.ts';
import { played } from '../transports/winrm/programs.ts';
import { ann, type WinrmServerOptions } from '../transports/winrm/winrm-server.ts';
import { Desk } from './desk.ts';
import { diagnosed, host, lab, onTime } from './doctor-lab.ts';

const names = (checks: readonly Check[]) => checks.map(({ check }) => check);

describe('doctor on a host that can be worked on', () => {
  it('goes the whole way over WinRM, and changes nothing', async () => {
    const { desk, server } = await lab();
    const { checks, verdict, exitCode } = await diagnosed(desk);
    expect(checks.filter(({ status }) => status !== 'good')).toEqual([]);
    expect(names(checks)).toEqual([
      ...[
        'name',
        'tcp',
        'service',
        'login',
        'quotas',
        'rights',
        'clock',
        'powershell',
        'language',
        'policy',
        'antivirus',
      ],
      ...['round-trip', 'encoding', 'first-reply', 'large-request', 'large-reply'],
    ]);
    expect([verdict, exitCode]).toEqual(['good', 0]);
    const found = checks.map((check) => check.found).join('\n');
    expect(found).toMatch(/Microsoft Corporation, OS: 0\.0\.0 SP: 0\.0 Stack: 3\.0; it offers Negotiate/);
    expect(found).toMatch(/PowerShell 7\S* \(Core\) on SIM/);
    expect((await desk.state('SIM')).writes).toBe(0);
    expect([server.shells.commandLines.length, server.shells.open, server.shells.killed]).toEqual([1, 0, 0]);
  });

  it.skipIf(opensslMissing)(`says how long its certificate holds${because(opensslMissing)}`, async () => {
    const certificate = makeCertificate({ days: 5 });
    const { desk } = await lab({ certificate }, `, ca: '${certificate.file}'`);
    const { checks, verdict, exitCode } = await diagnosed(desk);
    expect(checks[2]).toMatchObject({
      check: 'tls',
      status: 'doubtful',
      found: expect.stringMatching(/: [45] days$/),
    });
    expect([verdict, exitCode, checks.length]).toEqual(['doubtful', 0, 17]);
  });
});

describe('doctor names the cause', () => {
  it.each([
    [
      'nothing listens',
      'address: 127.0.0.1, transport: { type: winrm, port: 1, user: a, password: { env: PASSWORD } }',
      'tcp',
      /nothing listens at 127\.0\.0\.1:1/,
    ],
    [
      'a name that DNS does not know',
      'address: nowhere.invalid, transport: { user: a }',
      'name',
      /(DNS does not know|did not answer for) nowhere\.invalid/,
    ],
    [
      'no PowerShell here',
      'transport: { type: local, executable: /nowhere/pwsh }',
      'powershell',
      /there is no such program/,
    ],
    [
      'no such command',
      'transport: { type: command, argv: [/nowhere/x] }',
      'powershell',
      /could not be started|others than you may write/,
    ],
  ])('%s', async (_, host, check, found) => {
    const desk = await Desk.open({});
    desk.environment.PASSWORD = ann.password;
    await writeFile(desk.path('lab.yaml'), `hosts:\n  EX01: { ${host} }\n`, { mode: 0o600 });
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({ check, status: 'bad', found: expect.stringMatching(found) });
    expect(exitCode).toBe(5);
  });

  it.each<[string, (state: HostState) => void, Check['check'], Check['status'], RegExp]>([
    [
      'constrained language',
      (state) => Object.assign(state.engine, { languageMode: 'ConstrainedLanguage' }),
      'language',
      'bad',
      /ConstrainedLanguage/,
    ],
    [
      'a PowerShell that is too old',
      (state) => Object.assign(state.engine, { version: '4.0' }),
      'powershell',
      'bad',
      /4\.0/,
    ],
    [
      'not elevated',
      (state) => Object.assign(state.identity, { elevated: false }),
      'rights',
      'bad',
      /is not elevated/,
    ],
    [
      'a clock ten minutes off',
      (state) => Object.assign(state, { clock: new Date(Date.now() - 600_000).toISOString() }),
      'clock',
      'doubtful',
      /: 10 minutes apart/,
    ],
  ])('%s', async (_, change, name, status, found) => {
    const { desk } = await lab({}, '', change);
    const { checks } = await diagnosed(desk);
    const check = checks.find((each) => each.check === name);
    expect(check).toMatchObject({ status, found: expect.stringMatching(found) });
  });

  it.each<[string, Partial<WinrmServerOptions>, Check['check'], RegExp]>([
    [
      'a wrong password',
      { account: { ...ann, password: 'another' } },
      'login',
      /did not let CORP\\ann in by negotiate/,
    ],
    ['no NTLM', { offers: ['Basic'] }, 'login', /offers no login by negotiate: it offers Basic/],
    [
      'a quota reached',
      { accident: (action) => (action === 'Create' ? { kind: 'fault', code: 2150859173 } : undefined) },
      'quotas',
      /a quota is reached: .*MaxShellsPerUser/,
    ],
    [
      'no PowerShell there',
      { program: async () => played((_, { end }) => end(9009)) },
      'powershell',
      /exit code 9009/,
    ],
  ])('%s', async (_, options, check, found) => {
    const { desk, server } = await lab(options);
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({ check, status: 'bad', found: expect.stringMatching(found) });
    expect(exitCode).toBe(5);
    expect(server.shells.commandLines.length).toBeLessThanOrEqual(1);
  });

  it.skipIf(opensslMissing).each<[string, CertificateWish, RegExp]>([
    [
      'an expired certificate',
      { isExpired: true },
      /CERT_HAS_EXPIRED.*SHA256:[0-9a-f]{64}.*valid to Jan {1,2}2 .*2020/,
    ],
    [
      'a certificate for another name',
      { names: ['DNS:other.example'] },
      /ALTNAME_INVALID.*DNS:other\.example/,
    ],
  ])(`%s${because(opensslMissing)}`, async (_, wish, found) => {
    const certificate = makeCertificate(wish);
    const { desk, server } = await lab({ certificate }, `, ca: '${certificate.file}'`);
    const { last } = await diagnosed(desk);
    expect(last).toMatchObject({ check: 'tls', status: 'bad', found: expect.stringMatching(found) });
    expect(server.logins).toBe(0);
  });

  it('a host key that nobody has compared', async () => {
    const server = await startScriptedServer();
    const desk = await Desk.open({});
    await writeFile(desk.path('known_hosts'), '');
    desk.environment.PASSWORD = ann.password;
    await host(desk, `port: ${server.port}, user: ann, password: { env: PASSWORD }, knownHosts: known_hosts`);
    const { last } = await diagnosed(desk);
    await server.close();
    expect(last).toMatchObject({ check: 'host-key', status: 'bad' });
    expect(last.next).toContain('setright hosts trust EX01');
  });
});

it('shows the command to run on the host only with --fix-hint, on one line', async () => {
  const desk = await Desk.open({
    EX01: (state) => Object.assign(onTime(state).identity, { name: 'EX01\\ann', elevated: false }),
    EX02: onTime,
  });
  const plain = await desk.type('doctor', 'all');
  expect(plain.stdout).toMatch(/^EX01 \(simulated\): bad$/m);
  expect(plain.stdout).toMatch(/^EX02 \(simulated\): good$/m);
  expect(plain.stdout).not.toContain('New-ItemProperty');
  const hinted = await desk.type('doctor', 'all', '--fix-hint');
  expect(hinted.stdout).toMatch(/on the host: New-ItemProperty .*LocalAccountTokenFilterPolicy .*-Force$/m);
  expect(hinted.exitCode).toBe(5);
});
