import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { linesOfQuestion, linesOfResource } from '../../src/model/collected.ts';
import { unmark } from '../../src/model/line.ts';
import type { Remedy } from '../../src/model/remedy.ts';
import { readParameters, remedies } from '../../src/remedies/index.ts';
import { surveyStateFile } from '../../src/run/observe/survey-state-file.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { systems } from '../remedies/systems.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { collect } from './collected.ts';

const PARAMETERS = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
const EXCHANGE = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem';
const ANNA = 'S-1-5-21-1-2-3-1001';
/** A quote of every kind, code, the ends of here-strings and lines. */
const HOSTILE = '\u2019"\'@\r\n$(exit 99)`\u0000"}],\ud83d\ude00/Date(0)/';

/** Exchange 2003 on Server 2003 SP2, with something of everything that the collector looks at. */
function sick(): HostState {
  const state = systems['windows-2003']();
  const dword = (name: string, data: number) => ({ name, kind: 'REG_DWORD', data });
  state.registry.find(({ path }) => path === PARAMETERS)?.values.push(dword('EnableRSS', 1));
  state.registry.push(
    { path: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Windows', values: [dword('CSDVersion', 512)] },
    {
      path: 'HKLM\\SYSTEM\\CurrectControlSet\\services\\Tcpip\\Parameters',
      values: [dword('MaxUserPort', 65000), dword('TCPTimedWaitDelay', 30)],
    },
    {
      path: EXCHANGE,
      values: [
        dword('Maximum Allowed Sessions Per User', 4294967295),
        { name: HOSTILE, kind: 'REG_SZ', data: HOSTILE },
        { name: 'list', kind: 'REG_MULTI_SZ', data: ['one'] },
        { name: '', kind: 'REG_BINARY', data: '00ff' },
      ],
    },
    {
      path: 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup',
      values: [{ name: 'Services', kind: 'REG_SZ', data: 'C:\\Exchsrvr' }],
    },
  );
  state.accounts = [{ sid: ANNA, name: 'CORP\\anna' }];
  state.registry.push(
    {
      path: `HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\${ANNA}`,
      values: [{ name: 'ProfileImagePath', kind: 'REG_EXPAND_SZ', data: '%SystemDrive%\\Documents\\anna' }],
    },
    {
      path: 'HKLM\\SOFTWARE\\Microsoft\\Office\\11.0\\Outlook\\InstallRoot',
      values: [{ name: 'Path', kind: 'REG_SZ', data: 'C:\\Office11' }],
    },
    ...Array.from({ length: 50 }, (_each, index) => ({
      path: `HKU\\${ANNA}\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles\\Outlook\\${index}`,
      values: [{ name: '001f6700', kind: 'REG_BINARY', data: (index + 16).toString(16) }],
    })),
  );
  state.disk = [
    { path: 'C:\\Windows\\System32\\drivers\\tcpip.sys', version: '5.2.3790.3959' },
    { path: 'C:\\Program Files\\Exchsrvr\\bin\\Emsmdb32.dll', version: '6.5.7226.0' },
  ];
  state.services = [
    {
      name: 'MSExchangeIS',
      displayName: HOSTILE,
      status: 'running',
      startType: 'auto',
      pid: 2412,
      startedAt: '2026-01-02T03:04:05Z',
      dependsOn: [],
    },
  ];
  state.events = [
    {
      log: 'Application',
      provider: 'MSExchangeIS',
      id: 9646,
      at: '2026-01-15T07:12:00Z',
      properties: ['/o=corp/cn=anna', '32', 'session', HOSTILE],
      message: HOSTILE,
    },
    { log: 'System', provider: 'Tcpip', id: 4227, at: '2026-01-15T07:00:00Z', properties: [], message: '' },
  ];
  state.processes = [
    { pid: 2412, name: 'store', startedAt: '2026-01-02T03:04:05Z', privateBytes: 1000 },
    { pid: 9, name: 'explorer', startedAt: '2026-01-02T03:04:05Z', session: 1, owner: 'CORP\\anna' },
  ];
  state.connections = [{ state: 'Established', pid: 2412, port: 1100, count: 3900 }];
  return state;
}

/** Needs nothing stated and nothing that is not collected; `collector-syntax.test.ts` says which others there are. */
function canBeJudged(remedy: Remedy): boolean {
  if (Object.values(remedy.parameters).some((parameter) => parameter.default === undefined)) return false;
  const { facts, resources } = remedy.needs(readParameters(remedy, {}, 'the test'));
  return [...Object.values(facts).map(linesOfQuestion), ...resources.map(linesOfResource)].every(
    (lines) => lines !== undefined,
  );
}

/** What `advise` makes of a file, by every such remedy. */
async function judged(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'setright-judged-')), 'host.json');
  writeFileSync(file, text);
  const assignments = remedies
    .filter(canBeJudged)
    .map((remedy) => ({ remedy, parameters: readParameters(remedy, {}, 'the test') }));
  const { findings, changes, effects, advice } = await surveyStateFile(file, assignments, () => new Date());
  return { findings, changes, effects, advice };
}

describe.skipIf(pwshMissing)(
  `the collector on a real PowerShell, Windows faked${because(pwshMissing)}`,
  () => {
    it('brings all that the catalogue needs: its file is judged as the whole host is', async () => {
      const run = collect(sick(), '-Watch', '1');
      expect(run).toMatchObject({ status: 0, said: expect.stringContaining('1 could not be told') });
      const found = await judged(run.text);
      expect(found).toEqual(await judged(JSON.stringify(sick())));
      expect(found.changes.length).toBeGreaterThan(3);
      expect(found.changes.map(({ resource }) => resource.kind)).toContain('user-registry-value');
      expect(found.findings.map(({ verdict }) => verdict)).not.toContain('unknown');
    });

    it('carries what people and programs wrote as it is, as ASCII on one line', () => {
      const { text } = collect(sick(), '-Watch', '0');
      expect(text).toMatch(/^[ -~]+\n$/);
      expect(text).not.toMatch(/['`$]|[^=]"=?\$\(/);
      const { host } = unmark(JSON.parse(text)) as { host: HostState };
      expect(host.events.find(({ id }) => id === 9646)).toEqual(sick().events[0]);
      const values = (state: HostState) => state.registry.find(({ path }) => path === EXCHANGE)?.values;
      expect(values(host)).toEqual(values(sick()));
    });

    it('writes half of a character as that', () => {
      const file = fileURLToPath(new URL('../../scripts/collect/write-json.ps1', import.meta.url));
      const code = `. '${file}'; ConvertTo-MarkedJson @([string][char]0xd800, [long]-1, @{}, @(), $true, $null)`;
      const { stdout } = spawnSync('pwsh', ['-NoProfile', '-Command', code], { encoding: 'utf8' });
      expect(stdout.trim()).toBe('["=\\ud800",-1,{},[],true,null]');
    });

    it('names what it could not tell, and the rest goes on: that is unknown, not absent', async () => {
      const denied = sick();
      denied.eventsUnreadable = 'The event log is corrupt.';
      const key = denied.registry.find(({ path }) => path === PARAMETERS);
      if (key) key.deny = 'read';
      const run = collect(denied, '-Watch', '0');
      expect(run.said).toContain('event|Application|MSExchangeIS|9646: The event log is corrupt.');
      const { findings } = await judged(run.text);
      const reasons = (name: string) => findings.find(({ remedy }) => remedy === name);
      expect(reasons('tcp-timed-wait-delay')).toMatchObject({ verdict: 'unknown' });
      expect(reasons('exchange-mapi-sessions')).toMatchObject({
        verdict: 'unknown',
        reasons: [expect.stringContaining('The event log is corrupt.')],
      });
      expect(reasons('gc-break-on-oom')).toMatchObject({ verdict: 'compliant' });
    });

    it('tells by how much a program grows', () => {
      const state = sick();
      state.processes[0] = { ...state.processes[0], growsBy: 300 } as HostState['processes'][number];
      const { text } = collect(state, '-Watch', '2');
      const { host } = unmark(JSON.parse(text)) as { host: HostState };
      expect(host.processes).toMatchObject([{ name: 'store', growsBy: 300 }, { name: 'explorer' }]);
      expect(host.processes[1]?.growsBy).toBeUndefined();
    });

    it('does not run where Windows would show it something else', () => {
      expect(collect({ ...sick(), wrongPowerShell: true })).toMatchObject({ status: 1, text: '' });
    });
  },
);
