import type { Case } from '../case.ts';
import { has, last } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  bye,
  change,
  dword,
  hello,
  keep,
  noValue,
  restored,
  set,
  stepLines,
  undo,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const c2 = change('c2', value('New'), noValue, dword(1));
const full = { rival: { room: 0 } };
const reserveGone = { rival: { room: 0, files: { 'r1\\reserve': null } } };
const nothingLeft = {
  'lock.json': null,
  'r1\\record.json': null,
  'r1\\steps.ndjson': null,
  'r1\\reserve': null,
  'r1\\before.reg': null,
  'r1\\undo.txt': null,
};

/** Room for the steps of a run is reserved before its first set. */
export const fullDiskCases: readonly Case[] = [
  {
    name: 'begin on a full disk leaves nothing',
    host: { room: 0 },
    steps: [begin('r1', [c1], { error: 'record-failed' }), hello(has({ lock: null, runs: [] }))],
    files: nothingLeft,
    writes: 'none',
  },
  {
    name: 'begin without room for the steps leaves nothing: they are reserved before the backup is answered',
    host: { room: 20_000 },
    steps: [begin('r1', [c1], { error: 'record-failed' }), hello(has({ lock: null, runs: [] })), bye()],
    files: nothingLeft,
    writes: 'none',
  },
  {
    name: 'the reserve is given back when the run is kept, and when it is undone',
    host: { room: 80_000 },
    steps: [...applied('r1', c1), keep('r1'), ...applied('r2', c2), undo('r2', 'restored', restored(c2))],
    files: { 'r1\\reserve': null, 'r2\\reserve': null },
  },
  {
    name: 'a disk that fills up after begin: what the run writes down gets the reserve',
    steps: [begin('r1', [c1, c2]), full, set('r1', c1), full, set('r1', c2), full, keep('r1')],
    files: {
      'r1\\steps.ndjson': stepLines(
        ['intended', { change: 'c1' }],
        ['set', { change: 'c1', now: dword(64) }],
        ['intended', { change: 'c2' }],
        ['set', { change: 'c2', now: dword(1) }],
        ['kept', { notInForce: [] }],
      ),
      'r1\\reserve': null,
    },
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 64] }) } },
  },
  {
    name: 'a disk that fills up before the undo: it is written down from the reserve',
    steps: [...applied('r1', c1, c2), full, undo('r1', 'restored', restored(c2, c1))],
    files: {
      'r1\\steps.ndjson': last(has({ step: 'restored' })),
      'r1\\reserve': null,
    },
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 32] }) } },
  },
  {
    name: 'neither disk nor reserve: nothing is set',
    steps: [
      begin('r1', [c1]),
      reserveGone,
      set('r1', c1, { error: 'record-failed' }),
      hello(has({ lock: has({ run: 'r1' }) })),
      { rival: { room: 100_000 } },
      undo('r1', 'restored', [has({ change: 'c1', outcome: 'untouched' })]),
    ],
    writes: 'none',
  },
  {
    name: 'neither disk nor reserve: all is put back, and the answer says that it is not written down',
    steps: [
      ...applied('r1', c1, c2),
      reserveGone,
      ask(
        'undo',
        { run: 'r1' },
        { reply: { state: 'restored', changes: restored(c2, c1), services: [], unwritten: true } },
      ),
      hello(has({ lock: null, runs: [has({ run: 'r1', state: 'open' })] })),
      { rival: { room: 100_000 } },
      undo('r1', 'restored', [
        has({ change: 'c2', outcome: 'already' }),
        has({ change: 'c1', outcome: 'already' }),
      ]),
    ],
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 32] }) } },
    files: { 'lock.json': null },
  },
  {
    name: 'a keep that cannot be written is none',
    steps: [
      ...applied('r1', c1),
      reserveGone,
      ask('keep', { run: 'r1', notInForce: [] }, { error: 'record-failed' }),
      { rival: { room: 100_000 } },
      undo('r1', 'restored', restored(c1)),
    ],
    files: { 'r1\\reserve': null },
  },
  {
    name: 'a run with a timed undo keeps its reserve until that is taken away',
    steps: [
      begin('r1', [c1]),
      ask('timed', { run: 'r1', seconds: 3600 }),
      set('r1', c1),
      keep('r1'),
      full,
      ask('disarm', { run: 'r1' }, { reply: { guard: 'removed' } }),
    ],
    files: { 'r1\\reserve': null, 'r1\\steps.ndjson': last(has({ step: 'timed-removed' })) },
  },
];
