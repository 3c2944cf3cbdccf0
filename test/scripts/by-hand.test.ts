import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostChange } from '../../src/model/host-record.ts';
import { requestLine } from '../../src/model/line.ts';
import { present } from '../../src/model/state.ts';
import { prelude } from '../../src/powershell/index.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from '../conformance/base-host.ts';
import { comparable } from '../conformance/comparable.ts';
import { talkTo } from '../conformance/line-client.ts';
import { readState, writeState } from '../conformance/patch-host.ts';
import { change, dword, is, noKey, noValue, speaker, startType, value } from '../conformance/vocabulary.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { BERT, userValue, withUsers } from '../run/users.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const nonce = '0123456789abcdef'.repeat(2);
const SECRET = 'planted-new-secret';
const changes: readonly HostChange[] = [
  change('c1', value('Dword'), dword(32), dword(64)),
  change(
    'c2',
    value('x', 'SOFTWARE\\Fresh\\Deep'),
    noKey('SOFTWARE\\Fresh'),
    present({ kind: 'REG_SZ', data: SECRET }),
  ),
  change('c3', value('y', 'SOFTWARE\\Fresh\\Deep'), noValue, dword(1)),
  change('c4', startType('Spooler'), is('auto'), is('manual')),
];

let folder: string;
let stateFile: string;

/** One PowerShell, asked these things in turn; the host is left as it is after the last, as if it had been killed then. */
async function say(...requests: readonly (readonly [verb: string, body: object])[]): Promise<void> {
  const runtime = fakeRuntime();
  const client = talkTo(startFakeWindows(stateFile, runtime), nonce, prelude(nonce, runtime));
  for (const [index, [verb, body]] of requests.entries()) {
    client.send(requestLine(index + 1, verb, body));
    expect(await client.answer()).toContain('"reply"');
  }
  const cut = readState(stateFile);
  client.closeStdin();
  await client.ended();
  writeState(stateFile, cut);
}

const setAll = () =>
  say(
    ['begin', { run: 'r1', speaker, leaseSeconds: 600, changes }],
    ...changes.map(
      ({ id, before, after }) => ['set', { run: 'r1', change: id, expect: before, want: after }] as const,
    ),
  );

const scriptPath = (): string => join(folder, 'r1', 'undo.ps1');

/** As a person on the host does: the script from the run's folder, in a PowerShell of his own. */
function undoByHand(): {
  readonly exit: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
} {
  const run = spawnSync(
    'pwsh',
    ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', scriptPath()],
    {
      env: { ...process.env, SETRIGHT_HOST_STATE: stateFile },
      encoding: 'utf8',
    },
  );
  return { exit: run.status, lines: run.stdout.trimEnd().split('\n'), stderr: run.stderr };
}

const left = (state: HostState) =>
  comparable({ case: '', nonce, sessions: [], finalState: state }) as Record<string, unknown>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setright-hand-'));
  stateFile = join(folder, 'host.json');
  writeState(stateFile, baseHost());
});

afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(pwshMissing)(`undo.ps1 in the folder of a run${because(pwshMissing)}`, () => {
  it('by hand leaves the same host as the undo of the engine, writes it down, and says what it did', async () => {
    const before = left(readState(stateFile));
    await setAll();
    const cut = readState(stateFile);
    const byHand = undoByHand();
    expect(byHand).toEqual({
      exit: 0,
      stderr: '',
      lines: [
        'restored: service-start-type Spooler ',
        'restored: HKEY_LOCAL_MACHINE\\SOFTWARE\\Fresh\\Deep "y" ',
        'restored: HKEY_LOCAL_MACHINE\\SOFTWARE\\Fresh\\Deep "x" ',
        'restored: HKEY_LOCAL_MACHINE\\SOFTWARE\\Setright Test "Dword" ',
        'run r1: restored',
      ],
    });
    const after = left(readState(stateFile));
    expect([after.registry, after.services]).toEqual([before.registry, before.services]);
    writeState(stateFile, cut);
    await say(['undo', { run: 'r1' }]);
    expect(after).toEqual(left(readState(stateFile)));
  }, 120_000);

  it('leaves what somebody else wrote, names it, and ends with 4', async () => {
    await setAll();
    const state = readState(stateFile);
    for (const { values } of state.registry) for (const each of values) if (each.data === 64) each.data = 65;
    writeState(stateFile, state);
    const { exit, lines } = undoByHand();
    expect(exit).toBe(4);
    expect(lines).toContain(
      'conflict: HKEY_LOCAL_MACHINE\\SOFTWARE\\Setright Test "Dword" It reads neither as before nor as we left it; left alone.',
    );
    expect(lines.at(-1)).toBe('run r1: stuck');
  }, 120_000);

  it('names a hive that Windows would not unload, and ends with 4 although the value is back', async () => {
    const state = baseHost();
    withUsers(state, { heldOpen: -1 });
    writeState(stateFile, state);
    const ofBert = change('c1', userValue(BERT), dword(0), dword(64));
    await say(
      ['mount', { sid: BERT, leaseSeconds: 600 }],
      ['begin', { run: 'r1', speaker, leaseSeconds: 600, changes: [ofBert] }],
      ['set', { run: 'r1', change: 'c1', expect: dword(0), want: dword(64) }],
    );
    const { exit, lines } = undoByHand();
    const mounted = readState(stateFile).hives?.find(({ mountedAs }) => mountedAs)?.mountedAs;
    expect(mounted).toContain(BERT);
    expect(lines).toContain(
      `HKU\\${mounted} could not be unloaded: its user cannot log on with his own profile until it is: reg unload "HKU\\${mounted}", or run this again`,
    );
    expect({ exit, last: lines.at(-1) }).toEqual({ exit: 4, last: 'run r1: restored' });
  }, 120_000);

  it('holds nothing of the session or the run, and says so when there is no record of the run', async () => {
    await setAll();
    const script = readFileSync(scriptPath(), 'utf8');
    for (const word of [nonce, SECRET, 'r1', 'Spooler', '# ---- verbs/', '# ---- runtime.ps1'])
      expect(script).not.toContain(word);
    const state = readState(stateFile);
    writeState(stateFile, { ...state, files: [] });
    const { exit, lines } = undoByHand();
    expect({ exit, lines }).toEqual({
      exit: 4,
      lines: ['run r1 is not undone: This host has no record of run r1.'],
    });
  }, 120_000);
});
