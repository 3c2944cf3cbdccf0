import type { HostChange } from '../../src/model/host-record.ts';
import type { RegistryKind, RegistryValue, Resource } from '../../src/model/resource.ts';
import type { State } from '../../src/model/state.ts';
import type { Answer, Asked, Expected, Step } from './case.ts';
import { any, has, text, time } from './matchers.ts';

/** Short words for what cases say again and again. All of them give plain data. */
export const TEST_KEY = 'SOFTWARE\\Setright Test';
export const speaker = { version: '0.1.0', controller: 'ADMIN-PC', person: 'CORP\\admin' };

export const value = (name: string, key = TEST_KEY, more: Partial<RegistryValue> = {}): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view: 64,
  ...more,
});
export const status = (service: string): Resource => ({ kind: 'service-status', service });
export const startType = (service: string): Resource => ({ kind: 'service-start-type', service });

export const is = (of: string): State => ({ status: 'present', value: of });
export const holds = (kind: RegistryKind, data: string | number | readonly string[]): State => ({
  status: 'present',
  value: { kind, data },
});
export const dword = (data: number): State => holds('REG_DWORD', data);
export const noValue: State = { status: 'absent', missing: 'value' };
export const noKey = (from: string): State => ({ status: 'absent', missing: 'key', from });
export const noService: State = { status: 'absent', missing: 'service' };
export const unreadable = { status: 'unreadable', why: text };

export const ask = (verb: string, body: object, answer: Answer = {}): Asked => ({
  ask: verb,
  body,
  ...answer,
});
export const hello = (reply: Expected = any, about: readonly string[] = []): Asked =>
  ask('hello', { speaker, echo: 'hello', about }, { reply });
export const get = (resources: readonly Resource[], states: readonly Expected[]): Asked =>
  ask('get', { resources }, { reply: { states } });
/** One fact, and its value; a text tells why it cannot be known. */
export const observe = (fact: string, of: object, known: Expected): Asked =>
  ask('observe', { questions: [{ fact, ask: of }] }, { reply: { facts: [known] } });
export const known = (fact: Expected) => ({ known: true, at: time, value: fact });
export const notKnown = { known: false, at: time, why: text };

export const change = (id: string, resource: Resource, before: State, after: State): HostChange => ({
  id,
  resource,
  before,
  after,
});
export const begin = (
  run: string,
  changes: readonly HostChange[],
  answer: Answer = { reply: { record: text } },
  more: object = {},
): Asked => ask('begin', { run, speaker, leaseSeconds: 600, changes, ...more }, answer);
/** Sets a recorded change, as it stands in the record; told otherwise, it finds `before` and leaves `after`. */
export const set = (run: string, { id, before, after }: HostChange, answer?: Answer): Asked =>
  ask(
    'set',
    { run, change: id, expect: before, want: after },
    answer ?? { reply: { found: before, now: after } },
  );
export const undo = (
  run: string,
  state: string,
  changes: readonly Expected[],
  services: readonly Expected[] = [],
): Asked => ask('undo', { run }, { reply: { state, changes, services } });
export const keep = (run: string, notInForce: readonly string[] = []): Asked =>
  ask('keep', { run, notInForce }, { reply: { record: 'kept' } });
export const bye = (undone: Expected = null): Asked => ask('bye', {}, { reply: { undone }, exit: 0 });

export const came = (of: string, outcome: string, found: Expected): Expected => ({
  change: of,
  outcome,
  found,
  why: outcome === 'restored' || outcome === 'already' || outcome === 'untouched' ? any : text,
});
export const restored = (...changes: readonly HostChange[]): readonly Expected[] =>
  changes.map(({ id, after }) => came(id, 'restored', after));

/** A whole little run: begin, set every change. */
export const applied = (run: string, ...changes: readonly HostChange[]): readonly Step[] => [
  begin(run, changes),
  ...changes.map((each) => set(run, each)),
];

/** Lines of `steps.ndjson`, numbered. */
export const stepLines = (
  ...steps: readonly (readonly [step: string, more?: object])[]
): readonly Expected[] => steps.map(([step, more], index) => ({ n: index + 1, at: time, step, ...more }));

/** The record of a run as another session left it, for `host.files`. */
export function leftRecord(
  run: string,
  changes: readonly HostChange[],
  steps: readonly object[],
  at = '2026-01-14T08:00:00Z',
): Readonly<Record<string, unknown>> {
  return {
    [`${run}\\record.json`]: {
      schema: 'setright/host-record@1',
      run,
      speaker,
      at,
      process: { pid: 4242, startedAt: '2026-01-14T07:00:00Z' },
      changes,
    },
    [`${run}\\steps.ndjson`]: steps.map((step, index) => ({ n: index + 1, at, ...step })),
  };
}

export const leftLock = (run: string): Readonly<Record<string, unknown>> => ({
  'lock.json': {
    schema: 'setright/host-lock@1',
    run,
    speaker,
    at: '2026-01-14T08:00:00Z',
    process: { pid: 4242, startedAt: '2026-01-14T07:00:00Z' },
  },
});
/** The process that `leftRecord` and `leftLock` name, still running. */
export const otherProcess = { pid: 4242, name: 'powershell', startedAt: '2026-01-14T07:00:00Z' };
export const lockOf = (run: string, alive: boolean): Expected =>
  has({ run, controller: speaker.controller, person: speaker.person, alive });
