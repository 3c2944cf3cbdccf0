import type { HostChange } from '../../../src/model/host-record.ts';
import type { State } from '../../../src/model/state.ts';
import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  ask,
  came,
  change,
  dword,
  get,
  hello,
  is,
  leftLock,
  leftRecord,
  lockOf,
  noKey,
  noValue,
  otherProcess,
  restored,
  startType,
  TEST_KEY,
  undo,
  value,
} from '../vocabulary.ts';

const path = `HKLM\\${TEST_KEY}`;
const c1 = change('c1', value('Dword'), dword(32), dword(64));
const inOneNewKey = [
  change('c1', value('x', `${TEST_KEY}\\A`), noKey(`${TEST_KEY}\\A`), dword(1)),
  change('c2', value('y', `${TEST_KEY}\\A`), noValue, dword(2)),
];
const created = change('c1', value('x', `${TEST_KEY}\\A\\B`), noKey(`${TEST_KEY}\\A`), dword(1));

/** The record of a run that was cut off with its intent open: `steps` is how far it got. */
const cutOff = (
  name: string,
  changed: HostChange,
  host: Case['host'],
  steps: readonly object[],
  outcome: string,
  found: State,
): Case => ({
  name,
  host: { ...host, files: leftRecord('r1', [changed], steps) },
  steps: [
    undo('r1', outcome === 'conflict' ? 'stuck' : 'restored', [came('c1', outcome, found)]),
    get([changed.resource], [outcome === 'conflict' ? found : changed.before]),
  ],
});
const intended = { step: 'intended', change: 'c1' };
const setDone = { step: 'set', change: 'c1', now: created.after };
const halfMade = { registry: [{ path: `${path}\\A`, values: [] }] };
const withoutValue = { registry: [{ path: `${path}\\A\\B`, values: [] }] };

export const cutUndoCases: readonly Case[] = [
  cutOff('cut off before the set: as before', created, {}, [intended], 'already', created.before),
  cutOff(
    'cut off when a key was there: ours',
    created,
    halfMade,
    [intended],
    'restored',
    noKey(`${TEST_KEY}\\A\\B`),
  ),
  cutOff('cut off when both keys were there: ours', created, withoutValue, [intended], 'restored', noValue),
  cutOff(
    'cut off in an undo: still ours',
    created,
    withoutValue,
    [intended, setDone, { step: 'undo-intended', change: 'c1' }],
    'restored',
    noValue,
  ),
  cutOff(
    'the same state when no intent is open: a conflict',
    created,
    withoutValue,
    [intended, setDone],
    'conflict',
    noValue,
  ),
  cutOff(
    'after an undo that failed, a state in between is still ours',
    created,
    withoutValue,
    [
      intended,
      setDone,
      { step: 'undo-intended', change: 'c1' },
      { step: 'undone', change: 'c1', outcome: 'failed' },
      { step: 'stuck' },
    ],
    'restored',
    noValue,
  ),
  cutOff(
    'to delayed by way of auto: ours while the intent is open',
    change('c1', startType('Spooler'), is('manual'), is('delayed')),
    {},
    [intended],
    'restored',
    is('auto'),
  ),
  {
    name: 'undo while a living session of another run holds the host is locked',
    host: {
      files: { ...leftRecord('r1', [c1], [intended]), ...leftLock('other') },
      processes: [otherProcess],
    },
    steps: [ask('undo', { run: 'r1' }, { error: 'locked', data: { lock: lockOf('other', true) } })],
    writes: 'none',
  },
  {
    name: 'undo of a run whose own process lives in another session is locked',
    host: { files: { ...leftRecord('r1', [c1], [intended]), ...leftLock('r1') }, processes: [otherProcess] },
    steps: [ask('undo', { run: 'r1' }, { error: 'locked' })],
    writes: 'none',
  },
  {
    name: 'undo again, when the first took the key of both changes away: nothing is left to do',
    host: {
      files: leftRecord(
        'r1',
        inOneNewKey,
        inOneNewKey.flatMap(({ id }) => [{ step: 'intended', change: id }]),
      ),
    },
    steps: [
      undo('r1', 'restored', [
        came('c2', 'already', noKey(`${TEST_KEY}\\A`)),
        came('c1', 'already', noKey(`${TEST_KEY}\\A`)),
      ]),
    ],
    writes: 'none',
  },
  {
    name: 'undo of a run that was left behind releases its lock',
    host: { files: { ...leftRecord('r1', [c1], [intended]), ...leftLock('r1') } },
    steps: [undo('r1', 'restored', [came('c1', 'already', dword(32))]), hello(has({ lock: null, runs: [] }))],
    files: { 'lock.json': null },
  },
  {
    name: 'a last line of the steps without its end was never written',
    host: {
      files: {
        ...leftRecord('r1', [c1], []),
        'r1\\steps.ndjson':
          '{"n":1,"at":"=2026-01-14T08:00:00Z","step":"=intended","change":"=c1"}\n{"n":2,"at":"=20',
      },
      registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 64 }] }],
    },
    steps: [undo('r1', 'restored', restored(c1))],
    files: {
      'r1\\steps.ndjson': [
        has({ n: 1 }),
        has({ n: 2, step: 'undo-intended' }),
        has({ n: 3 }),
        has({ n: 4, step: 'restored' }),
      ],
    },
  },
];
