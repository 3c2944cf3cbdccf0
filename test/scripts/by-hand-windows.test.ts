import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HostChange } from '../../src/model/host-record.ts';
import { type Replies, type Requests, requestLine, unmark, type Verb } from '../../src/model/line.ts';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { bootstrapArguments, prelude, readReply } from '../../src/powershell/index.ts';
import { windowsPwsh, wineRuntime } from '../fakes/start-windows.ts';

const nonce = '0123456789abcdef'.repeat(2);
const speaker = { version: '0.1.0', controller: 'ADMIN-PC', person: 'CORP\\admin' };
const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';
const KEY = `SOFTWARE\\Setright By Hand ${process.pid}`;

/** What .reg files like to spoil, kind by kind. */
const data: readonly (readonly [string, string | number | readonly string[]])[] = [
  ['REG_DWORD', 4294967295],
  ['REG_QWORD', '18446744073709551615'],
  ['REG_SZ', 'C:\\a "b" \u00e4\u2019'],
  ['REG_SZ', ''],
  ['REG_SZ', 'a\nb'],
  ['REG_EXPAND_SZ', '%SystemRoot%\\x'],
  ['REG_MULTI_SZ', ['one', 'two']],
  ['REG_MULTI_SZ', []],
  ['REG_BINARY', '00ff10'.repeat(30)],
  ['REG_NONE', '01'],
];
const named = (index: number): string => (index === 0 ? '' : `v "${index}" \\ä`);
const value = (name: string, key = KEY): Resource => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view: 64,
});
const absent = (index: number): State =>
  index === 0 ? { status: 'absent', missing: 'key', from: KEY } : { status: 'absent', missing: 'value' };
const is = (index: number): State => present({ kind: data[index]?.[0] ?? '', data: data[index]?.[1] ?? '' });
const other = present({ kind: 'REG_SZ', data: 'ours' });
const set: readonly HostChange[] = data.map((_, index) => ({
  id: `c${index}`,
  resource: value(named(index)),
  before: absent(index),
  after: is(index),
}));
const over: readonly HostChange[] = [
  ...data.map((_, index) => ({
    id: `c${index}`,
    resource: value(named(index)),
    before: is(index),
    after: other,
  })),
  { id: 'new', resource: value('new'), before: { status: 'absent', missing: 'value' }, after: other },
];
const resources = over.map(({ resource }) => resource);

type Ask = { readonly [V in Verb]: { readonly verb: V; readonly body: Requests[V] } }[Verb];

const start = (words: readonly string[], input: string) => {
  const [program = '', ...first] = windowsPwsh;
  return spawnSync(program, [...first, ...words], { input, encoding: 'utf8' });
};

/** One session: all requests at once, the replies in order; a slow host tells its progress between them. */
function say(...asks: readonly Ask[]): readonly unknown[] {
  const runtime = wineRuntime();
  const lines = [...asks, { verb: 'bye', body: {} }].map(({ verb, body }, index) =>
    requestLine(index + 1, verb, body),
  );
  const { stdout } = start(bootstrapArguments(runtime), `${prelude(nonce, runtime)}${lines.join('\n')}\n`);
  const said = stdout.split(/\r?\n/).flatMap((line) => {
    const frame = new RegExp(`^<<R1:${nonce}>>(.*)<<${nonce}>>$`).exec(line)?.[1];
    return frame === undefined ? [] : [unmark(JSON.parse(frame)) as { reply?: unknown; progress?: unknown }];
  });
  const frames = said.filter(({ progress }) => progress === undefined);
  expect(frames.filter(({ reply }) => reply === undefined)).toEqual([]);
  return asks.map(({ verb }, index) => readReply(verb, frames[index]?.reply));
}

const states = (): readonly State[] =>
  (say({ verb: 'get', body: { resources } })[0] as Replies['get']).states;

function carryOut(run: string, changes: readonly HostChange[]): string {
  const sets = changes.map(
    ({ id, before, after }): Ask => ({ verb: 'set', body: { run, change: id, expect: before, want: after } }),
  );
  const [begun] = say({ verb: 'begin', body: { run, speaker, leaseSeconds: 60, changes } }, ...sets, {
    verb: 'keep',
    body: { run, notInForce: [] },
  });
  return (begun as Replies['begin']).record.replace(/\\[^\\]+$/, '');
}

const byHand = (folder: string) =>
  start(['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', `${folder}\\undo.ps1`], '');

/** What lies beside the record, on PowerShell for Windows with a real registry: undo.ps1 run by hand, before.reg imported. */
describe.skipIf(missing !== '')(`by hand on Windows${missing}`, () => {
  const before = over.map(({ before: state }) => state);
  let first = '';
  let second = '';

  beforeAll(() => {
    first = carryOut(`set-${process.pid}`, set);
    second = carryOut(`over-${process.pid}`, over);
  }, 120_000);

  it('reg import of before.reg puts every value of before back, and takes away what was absent', () => {
    expect(states()).toEqual(over.map(() => other));
    const imported = start(
      ['-NoProfile', '-Command', `reg.exe import '${second}\\before.reg'; exit $LASTEXITCODE`],
      '',
    );
    expect(imported.status).toBe(0);
    expect(states()).toEqual(before);
  }, 120_000);

  it('undo.ps1 finds that done already, and undoes an earlier run whole: values, and the key that it created', () => {
    const again = byHand(second);
    expect(again.stdout.trim().split(/\r?\n/).at(-1)).toBe(`run over-${process.pid}: restored`);
    expect(again.status).toBe(0);
    const undone = byHand(first);
    expect(undone.stdout.trim().split(/\r?\n/)).toHaveLength(data.length + 1);
    expect(undone.stdout).not.toMatch(/^(already|conflict|failed)/m);
    expect(undone.status).toBe(0);
    expect(states()).toEqual(over.map(() => ({ status: 'absent', missing: 'key', from: KEY })));
  }, 120_000);

  it('prune removes the folders, and leaves none behind', () => {
    const runs = [`set-${process.pid}`, `over-${process.pid}`];
    expect(say({ verb: 'prune', body: { runs } })).toEqual([{ pruned: runs, left: [] }]);
    const listed = start(['-NoProfile', '-Command', `Test-Path -LiteralPath '${first}'`], '');
    expect(listed.stdout.trim()).toBe('False');
  }, 60_000);
});
