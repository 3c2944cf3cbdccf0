import type { Case } from '../case.ts';
import { has, pid, time } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  bye,
  change,
  dword,
  hello,
  keep,
  leftLock,
  leftRecord,
  lockOf,
  noValue,
  otherProcess,
  restored,
  set,
  speaker,
  stepLines,
  undo,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const c2 = change('c2', value('New'), noValue, dword(1));
const refusedLock = (run: string, alive: boolean) => ({
  error: 'locked',
  data: { lock: lockOf(run, alive) },
});
const lock = (run: string) => ({
  schema: 'setright/host-lock@1',
  run,
  speaker,
  at: time,
  process: { pid, startedAt: time },
});

export const recordCases: readonly Case[] = [
  {
    name: 'begin takes the lock and writes the backup before anything is set',
    steps: [
      begin('r1', [c1, c2]),
      hello(has({ lock: lockOf('r1', true) })),
      { close: 'stdin', notice: { undone: has({ state: 'restored' }) }, exit: 5 },
    ],
    files: {
      'r1\\record.json': {
        schema: 'setright/host-record@1',
        run: 'r1',
        speaker,
        at: time,
        process: { pid, startedAt: time },
        changes: [c1, c2],
      },
    },
    writes: 'none',
  },
  {
    name: 'the lock names its run, its speaker and its process',
    steps: [
      begin('r1', [c1]),
      { rival: { files: { 'copy.json': '{"schema":"=kept"}' } } },
      hello(has({ lock: lockOf('r1', true) })),
      keep('r1'),
    ],
    files: { 'lock.json': null, 'copy.json': { schema: 'kept' } },
  },
  {
    name: 'each set is written down before and after',
    steps: [...applied('r1', c1, c2), keep('r1', ['c2'])],
    files: {
      'r1\\steps.ndjson': stepLines(
        ['intended', { change: 'c1' }],
        ['set', { change: 'c1', now: dword(64) }],
        ['intended', { change: 'c2' }],
        ['set', { change: 'c2', now: dword(1) }],
        ['kept', { notInForce: ['c2'] }],
      ),
      'lock.json': null,
    },
  },
  {
    name: 'an undo is written down change by change, and ends the record',
    steps: [...applied('r1', c1, c2), undo('r1', 'restored', restored(c2, c1)), bye()],
    files: {
      'r1\\steps.ndjson': stepLines(
        ['intended', { change: 'c1' }],
        ['set', { change: 'c1', now: dword(64) }],
        ['intended', { change: 'c2' }],
        ['set', { change: 'c2', now: dword(1) }],
        ['undo-intended', { change: 'c2' }],
        ['undone', { change: 'c2', outcome: 'restored' }],
        ['undo-intended', { change: 'c1' }],
        ['undone', { change: 'c1', outcome: 'restored' }],
        ['restored', { notInForce: [] }],
      ),
      'lock.json': null,
    },
  },
  {
    name: 'a set that drifted leaves no intent',
    steps: [
      begin('r1', [change('c1', value('Dword'), dword(1), dword(2))]),
      set('r1', change('c1', value('Dword'), dword(1), dword(2)), { error: 'drifted' }),
      undo('r1', 'restored', [{ change: 'c1', outcome: 'untouched', found: null, why: { $: 'any' } }]),
    ],
    files: { 'r1\\steps.ndjson': stepLines(['restored', { notInForce: [] }]) },
    writes: 'none',
  },
  {
    name: 'locked: a living session of another run holds the host',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], []) }, processes: [otherProcess] },
    steps: [begin('r1', [c1], refusedLock('old', true))],
    files: { 'lock.json': has({ run: 'old' }), 'r1\\record.json': null },
    writes: 'none',
  },
  {
    name: 'locked: a lock left behind is not taken silently',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], []) } },
    steps: [begin('r1', [c1], refusedLock('old', false))],
    files: { 'lock.json': has({ run: 'old' }), 'r1\\record.json': null },
    writes: 'none',
  },
  {
    name: 'a lock left behind is broken by the name of its run',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], []) } },
    steps: [
      begin('r1', [c1], {}, { breaks: 'old' }),
      hello(has({ lock: lockOf('r1', true) })),
      set('r1', c1),
      keep('r1'),
    ],
    files: {
      'lock.json': null,
      'r1\\record.json': has({ run: 'r1' }),
      'old\\record.json': has({ run: 'old' }),
    },
  },
  {
    name: 'the name of another run breaks nothing',
    host: { files: leftLock('old') },
    steps: [begin('r1', [c1], refusedLock('old', false), { breaks: 'older' })],
    files: { 'lock.json': has({ run: 'old' }) },
  },
  {
    name: 'the lock of a living process is never broken',
    host: { files: leftLock('old'), processes: [otherProcess] },
    steps: [begin('r1', [c1], refusedLock('old', true), { breaks: 'old' })],
    files: { 'lock.json': has({ run: 'old' }) },
  },
  {
    name: 'a lock that is taken away stops set, effect, keep and undo before they write',
    steps: [
      begin('r1', [c1]),
      { rival: { files: leftLock('rival'), processes: [otherProcess] } },
      set('r1', c1, { error: 'locked' }),
      ask(
        'effect',
        { run: 'r1', id: 'e1', kind: 'service.restart', target: { service: 'Spooler', deadlineSeconds: 5 } },
        { error: 'locked' },
      ),
      ask('keep', { run: 'r1', notInForce: [] }, { error: 'locked' }),
      ask('undo', { run: 'r1' }, { error: 'locked' }),
      { close: 'stdin', notice: null, exit: 5 },
    ],
    files: { 'lock.json': lock('rival'), 'r1\\steps.ndjson': null },
    writes: 'none',
  },
  {
    name: 'a run that the host has a record of is not begun again',
    host: { files: leftRecord('r1', [c1], [{ step: 'kept', notInForce: [] }]) },
    steps: [begin('r1', [c2], { error: 'record-failed' }), hello(has({ lock: null }))],
    files: { 'r1\\record.json': has({ changes: [c1] }), 'lock.json': null },
  },
  {
    name: 'a run whose name would be no folder of ours is malformed',
    steps: [
      ...['', '..', 'a\\b', 'a/b', 'a b', 'C:', 'x'.repeat(65), 'r\u00e4', 'r1\n'].map((run) => ({
        about: JSON.stringify(run),
        ...begin(run, [c1], { error: 'malformed' }),
      })),
      hello(has({ lock: null, runs: [] })),
    ],
    writes: 'none',
  },
  {
    name: 'a run of 64 letters, digits, - and _ is a name',
    steps: [begin(`A-z_0${'9'.repeat(59)}`, [c1]), bye(has({ state: 'restored' }))],
  },
  {
    name: 'two changes of one id are malformed',
    steps: [begin('r1', [c1, { ...c2, id: 'c1' }], { error: 'malformed' }), hello(has({ lock: null }))],
  },
];
