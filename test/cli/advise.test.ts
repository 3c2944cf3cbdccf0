import { createHash } from 'node:crypto';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { systems } from '../remedies/systems.ts';
import { Desk } from './desk.ts';
import { importReg } from './read-reg.ts';

const PARAMETERS = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
let desk: Desk;
let folder: string;
let file: string;

/** Server 2003 SP2 with a driver that is not mended, no ports left, and somebody's slip. */
function sick(): HostState {
  const state = systems['windows-2003']();
  state.registry.push(
    { path: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Windows', values: [dword('CSDVersion', 512)] },
    {
      path: 'HKLM\\SYSTEM\\CurrectControlSet\\services\\Tcpip\\Parameters',
      values: [dword('MaxUserPort', 65000), dword('TCPTimedWaitDelay', 30)],
    },
  );
  state.registry.find(({ path }) => path === PARAMETERS)?.values.push(dword('EnableRSS', 1));
  state.disk = [{ path: 'C:\\Windows\\System32\\drivers\\tcpip.sys', version: '5.2.3790.3959' }];
  return state;
}
const dword = (name: string, data: number) => ({ name, kind: 'REG_DWORD', data });
const advise = (...words: readonly string[]) => desk.type('advise', '--state', file, ...words);
const place = (state: HostState) => writeFile(file, JSON.stringify(state));
const values = (registry: HostState['registry']) =>
  Object.fromEntries(
    registry
      .filter(({ values: all }) => all.length > 0)
      .map(({ path, values: all }) => [path, all.toSorted((a, b) => (a.name < b.name ? -1 : 1))]),
  );

beforeEach(async () => {
  desk = await Desk.open({});
  folder = await mkdtemp(join(tmpdir(), 'setright-advise-'));
  file = join(folder, 'ex2003.json');
  await place(sick());
});

describe('advise', () => {
  it('names no key for deletion that every Windows has, whatever the state file leaves out', async () => {
    const bare = { ...systems['windows-xp'](), registry: [] };
    bare.events = [
      { log: 'System', provider: 'Tcpip', id: 4227, at: '2026-01-15T07:30:00Z', properties: [], message: '' },
    ];
    await place(bare);
    const { undoReg } = JSON.parse((await advise('--remedy', 'tcp-timed-wait-delay', '--json')).stdout);
    expect(undoReg).toContain('"TcpTimedWaitDelay"=-');
    expect(undoReg).not.toContain('[-');
  });

  it('says of a value for some hours that nobody but a person takes it back', async () => {
    const said = await advise('--remedy', 'gc-break-on-oom', '--set', 'hours=8', '--json');
    expect(JSON.parse(said.stdout).more).toEqual([
      expect.stringContaining('after 8 hours at the latest, by hand'),
    ]);
  });

  it('gives a pair of .reg files: the one cures, the other restores exactly', async () => {
    const out = join(folder, 'out');
    const said = await advise('--out', out);
    expect(said).toMatchObject({ exitCode: 2, stderr: '' });
    const [cure, back] = await Promise.all(
      ['HOST01.reg', 'HOST01-undo.reg'].map((name) => readFile(join(out, name))),
    );
    if (!cure || !back) throw new Error('no files');
    const cured = { ...sick(), registry: [...importReg(sick().registry, cure)] };
    await place(cured);
    const again = JSON.parse((await advise('--json')).stdout);
    expect(again).toMatchObject({ status: 'compliant', reg: '', undoReg: '' });
    expect(values(importReg(cured.registry, back) as HostState['registry'])).toEqual(values(sick().registry));
  });

  it('says what no file can do, and how to see that it worked', async () => {
    const { stdout } = await advise('--json');
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 'setright/advise@1', status: 'differs', files: [] });
    expect(document.more).toEqual([expect.stringMatching(/^restart Windows/)]);
    expect(document.checks).toContain(
      'reg query "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v "EnableRSS" shows REG_DWORD 0 (0x0)',
    );
  });

  it('overwrites no file: it may be the only way back that somebody has; both are for their owner only', async () => {
    const out = join(folder, 'out');
    await advise('--out', out);
    expect((await stat(join(out, 'HOST01-undo.reg'))).mode & 0o777).toBe(0o600);
    expect(await advise('--out', out)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('HOST01-undo.reg exists and is not overwritten'),
    });
  });

  it('overwrites them when it is told to', async () => {
    const out = join(folder, 'out');
    await advise('--out', out);
    const undo = join(out, 'HOST01-undo.reg');
    const right = await readFile(undo);
    await writeFile(undo, 'of an older state');
    expect(await advise('--out', out, '--force')).toMatchObject({ exitCode: 2, stderr: '' });
    expect(await readFile(undo)).toEqual(right);
    expect((await stat(undo)).mode & 0o777).toBe(0o600);
  });

  it('prints the collector alone, its SHA-256 beside it, and the commands for where no PowerShell is', async () => {
    const { stdout, stderr, exitCode } = await desk.type('advise', '--collector');
    expect(exitCode).toBe(0);
    expect(stderr).toContain(createHash('sha256').update(stdout).digest('hex'));
    const document = JSON.parse((await desk.type('advise', '--collector', '--json')).stdout);
    expect(document).toMatchObject({ schema: 'setright/collector@1', script: stdout });
    expect(document.commands).toContain('reg query "HKLM\\SYSTEM\\CurrectControlSet" /s');
  });

  it('judges what the collector wrote; what it could not tell is unknown', async () => {
    const collected = new URL('../fixtures/collected/ex2003.collected.json', import.meta.url).pathname;
    const remedies = ['--remedy', 'scalable-networking', '--remedy', 'misspelt-control-set'];
    const { stdout, exitCode } = await desk.type('advise', '--state', collected, ...remedies, '--json');
    const document = JSON.parse(stdout);
    expect({ exitCode, status: document.status }).toEqual({ exitCode: 2, status: 'differs' });
    expect(document.reg).toContain('"EnableRSS"=dword:00000000');
    expect(document.undoReg).toContain('"TCPTimedWaitDelay"=dword:0000001e');
    const blind = JSON.parse(await readFile(collected, 'utf8'));
    blind.lines = blind.lines.filter((line: string) => !line.includes('Tcpip'));
    await writeFile(file, JSON.stringify(blind));
    const again = await advise('--remedy', 'scalable-networking', '--json');
    expect(again.exitCode).toBe(5);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'unknown', reg: '' });
  });

  it('is what a check names where the PowerShell is too old', async () => {
    const old = await Desk.open({
      EX2003: (state) => {
        state.os = systems['windows-2003']().os;
        state.engine.version = '2.0';
      },
    });
    const { exitCode, stdout, stderr } = await old.type(
      'check',
      'EX2003',
      '--json',
      '--remedy',
      'gc-break-on-oom',
    );
    expect(exitCode, stderr).toBe(5);
    expect(stdout).toMatch(/its PowerShell is 2\.0\..*Windows Management Framework 5\.1.*setright advise/);
  });

  it('wants a state file or --collector, not both and not neither', async () => {
    expect(await desk.type('advise')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('setright advise --collector'),
    });
    expect(await advise('--collector')).toMatchObject({ exitCode: 1 });
    expect(await desk.type('advise', '--collector', '--force')).toMatchObject({ exitCode: 1 });
  });

  it('prints all of it for a person, and nothing to import where nothing is wrong', async () => {
    expect((await advise()).stdout).toMatch(
      /noncompliant +scalable-networking:[\s\S]*To import[\s\S]*"EnableRSS"=dword:00000000[\s\S]*To take it back[\s\S]*"EnableRSS"=dword:00000001[\s\S]*It worked when/,
    );
    await place(systems['windows-2019']());
    const healthy = await advise();
    expect(healthy.exitCode).toBe(0);
    expect(healthy.stdout).not.toContain('To import');
  });

  it('writes the values of a user who is signed in, and says what has to be so first', async () => {
    file = fileURLToPath(new URL('../fixtures/seeds/many-pst-files/PC07.yaml', import.meta.url));
    const document = JSON.parse((await advise('--remedy', 'outlook-pst-cache', '--json')).stdout);
    expect(document.reg).toContain(
      '[HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Office\\12.0\\Outlook\\PST]\r\n"UseLegacyCacheSize"=dword:00000001',
    );
    expect(document.undoReg).toMatch(
      /"UseLegacyCacheSize"=-\r\n; when it is empty:\r\n;\[-HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software/,
    );
    expect(document.first).toEqual([
      'S-1-5-21-1-2-3-1001 is signed in: only then the hive is where these files write',
      'OUTLOOK.EXE is closed in the sessions of S-1-5-21-1-2-3-1001',
    ]);
    expect(document.more).toEqual([]);
  });

  it('judges by the remedies that are named, and refuses what is no state file', async () => {
    const { stdout } = await advise('--remedy', 'gc-break-on-oom', '--json');
    expect(JSON.parse(stdout).findings).toMatchObject([{ remedy: 'gc-break-on-oom', verdict: 'compliant' }]);
    await writeFile(file, '{}');
    expect(await advise()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('not a state file'),
    });
  });
});
