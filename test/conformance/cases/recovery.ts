import type { Case } from '../case.ts';
import { has, text, time } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  change,
  dword,
  hello,
  keep,
  leftLock,
  leftRecord,
  lockOf,
  noValue,
  otherProcess,
  speaker,
  stepLines,
  unreadable,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(16), dword(32));
const c2 = change('c2', value('New'), noValue, dword(1));
const intended = { step: 'intended', change: 'c1' };
const set = { step: 'set', change: 'c1', now: dword(32) };
const kept = { step: 'kept', notInForce: [] };
const setting = { step: 'set', change: 'c1', now: dword(32) };
const effect = {
  step: 'effect-intended',
  id: 'e1',
  kind: 'service.restart',
  target: { service: 'Spooler', deadlineSeconds: 5 },
  before: [{ service: 'Spooler', status: 'running' }],
};
const known = (run: string, state: string) => has({ run, state });
const adopt = (run: string, answer: object, notInForce: readonly string[] = []) =>
  ask('adopt', { run, notInForce }, answer);
const release = (run: string, answer: object = { reply: { lock: null } }) => ask('release', { run }, answer);
const prune = (runs: readonly string[], pruned: readonly string[], left: readonly object[] = []) =>
  ask('prune', { runs }, { reply: { pruned, left } });

/** Runs that another session left behind: read, ended, removed. */
export const recoveryCases: readonly Case[] = [
  {
    name: 'records knows every run, and tells the whole of those it is asked about',
    host: {
      files: {
        ...leftRecord('r1', [c1, c2], [intended, set]),
        ...leftRecord('r2', [c2], [{ step: 'stuck' }], '2026-01-14T09:00:00Z'),
        ...leftRecord('r3', [c2], [kept], '2026-01-14T07:00:00Z'),
        'spoilt\\record.json': 'no record',
      },
    },
    steps: [
      ask(
        'records',
        { runs: ['R1', 'spoilt', 'never-heard-of'] },
        {
          reply: {
            known: [known('r2', 'stuck'), known('r1', 'open'), known('r3', 'kept'), known('spoilt', 'open')],
            records: [
              {
                run: 'r1',
                speaker,
                at: time,
                state: 'open',
                changes: [c1, c2],
                last: [{ change: 'c1', step: 'set', at: time }],
              },
            ],
          },
        },
      ),
      ask('records', { runs: [] }, { reply: has({ records: [] }) }),
      ask('records', {}, { error: 'malformed' }),
    ],
    writes: 'none',
  },
  {
    name: 'adopt ends a run that reads as it was wanted as kept, and releases its lock',
    host: { files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [intended, set]) } },
    steps: [
      adopt('r1', { reply: { record: 'kept' } }, ['c1']),
      hello(
        has({ lock: null, runs: [has({ run: 'r1', state: 'kept', notInForce: [has({ change: 'c1' })] })] }),
      ),
      adopt('r1', { reply: { record: 'kept' } }),
    ],
    files: {
      'lock.json': null,
      'r1\\steps.ndjson': [
        { n: 1, at: time, ...intended },
        { n: 2, at: time, ...set },
        { n: 3, at: time, step: 'kept', notInForce: ['c1'] },
      ],
    },
    writes: 'none',
  },
  {
    name: 'adopt of a run that does not read as it was wanted is drifted, names each, and writes nothing',
    host: {
      files: {
        ...leftLock('r1'),
        ...leftRecord(
          'r1',
          [c1, c2, change('c3', value('x', 'SOFTWARE\\Unreadable'), noValue, dword(1))],
          [intended, setting],
        ),
      },
    },
    steps: [
      adopt('r1', {
        error: 'drifted',
        data: {
          changes: [
            { change: 'c2', found: noValue },
            { change: 'c3', found: unreadable },
          ],
        },
      }),
    ],
    files: { 'lock.json': has({ run: 'r1' }), 'r1\\steps.ndjson': [has({ n: 1 }), has({ n: 2 })] },
    writes: 'none',
  },
  {
    name: 'adopt refuses a run that was restored, one whose effect was cut off, one without record',
    host: {
      files: {
        ...leftRecord('r1', [c1], [intended, { step: 'restored', notInForce: [] }]),
        ...leftRecord('r2', [c1], [intended, set, effect]),
      },
    },
    steps: [
      adopt('r1', { error: 'out-of-turn' }),
      adopt('r2', { error: 'effect-refused' }),
      adopt('r3', { error: 'not-in-record' }),
      adopt('r2', { error: 'not-in-record' }, ['c9']),
      adopt('..', { error: 'malformed' }),
    ],
    writes: 'none',
  },
  {
    name: 'adopt, and release, of the own open run are out of turn; it is kept',
    steps: [
      ...applied('r1', change('c1', value('Dword'), dword(32), dword(33))),
      adopt('r1', { error: 'out-of-turn' }),
      release('r1', { error: 'out-of-turn' }),
      keep('r1'),
    ],
  },
  {
    name: 'a run at which a living session works is neither adopted nor released',
    host: {
      files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [intended, set]) },
      processes: [otherProcess],
    },
    steps: [
      adopt('r1', { error: 'locked', data: { lock: lockOf('r1', true) } }),
      release('r1', { error: 'locked', data: { lock: lockOf('r1', true) } }),
    ],
    files: { 'lock.json': has({ run: 'r1' }) },
    writes: 'none',
  },
  {
    name: 'release takes away the lock of a run that has ended, or was never written down',
    host: { files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [intended, set, kept]) } },
    steps: [
      release('r2', { error: 'locked', data: { lock: lockOf('r1', false) } }),
      release('r1'),
      hello(has({ lock: null })),
      release('r1'),
      { rival: { files: leftLock('unwritten') } },
      release('unwritten'),
      { rival: { files: { 'lock.json': 'spoilt' } } },
      release(''),
      hello(has({ lock: null })),
    ],
    writes: 'none',
  },
  {
    name: 'release leaves the lock of an open run: only its end takes it away',
    host: { files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [intended, set]) } },
    steps: [release('r1', { error: 'out-of-turn' })],
    files: { 'lock.json': has({ run: 'r1' }) },
    writes: 'none',
  },
  {
    name: 'prune removes our own files of ended runs, and says why others stay',
    host: {
      files: {
        ...leftRecord('old', [c1], [intended, set, kept]),
        ...leftRecord('back', [c1], [intended, set, { step: 'restored', notInForce: [] }]),
        ...leftRecord('open', [c2], []),
        ...leftRecord('stuck', [c2], [{ step: 'stuck' }]),
        ...leftRecord(
          'waits',
          [c2],
          [
            { step: 'intended', change: 'c2' },
            { step: 'set', change: 'c2', now: dword(1) },
            { step: 'kept', notInForce: ['c2'] },
          ],
        ),
        'spoilt\\record.json': 'no record',
        'old\\mine.json': '{"schema":"=somebody else"}',
      },
    },
    steps: [
      prune(
        ['old', 'BACK', 'open', 'stuck', 'waits', 'spoilt', 'never'],
        ['old', 'BACK'],
        [
          { run: 'open', why: 'open' },
          { run: 'stuck', why: 'stuck' },
          { run: 'waits', why: 'not-in-force' },
          { run: 'spoilt', why: 'record-failed' },
          { run: 'never', why: 'not-in-record' },
        ],
      ),
      ask('records', { runs: ['old'] }, { reply: has({ records: [] }) }),
      ask('undo', { run: 'old' }, { error: 'not-in-record' }),
      prune(['old'], [], [{ run: 'old', why: 'not-in-record' }]),
    ],
    files: {
      'old\\record.json': null,
      'old\\steps.ndjson': null,
      'old\\mine.json': { schema: 'somebody else' },
      'back\\record.json': null,
      'open\\record.json': has({ run: 'open' }),
      'waits\\record.json': has({ run: 'waits' }),
    },
    writes: 'none',
  },
  {
    name: 'prune leaves the run that a lock names, and the one under way',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], [intended, set, kept]) } },
    steps: [
      prune(['old'], [], [{ run: 'old', why: 'locked' }]),
      release('old'),
      begin('r1', [c2], { reply: { record: text } }),
      prune(['old', 'r1'], ['old'], [{ run: 'r1', why: 'open' }]),
      keep('r1'),
    ],
    files: { 'old\\record.json': null, 'r1\\steps.ndjson': stepLines(['kept', { notInForce: [] }]) },
    writes: 'none',
  },
];
