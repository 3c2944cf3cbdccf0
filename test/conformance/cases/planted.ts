import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import { ask, begin, change, dword, get, hello, leftRecord, set, speaker, value } from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
/** A record that would make us write something else than what was there. */
const forged = leftRecord(
  'r1',
  [change('c1', value('Dword'), dword(666), dword(32))],
  [{ step: 'intended', change: 'c1' }],
);

/** Anybody may make a folder in ProgramData: what others made there beforehand is not used. */
export const plantedCases: readonly Case[] = [
  {
    name: 'a run folder that somebody else made beforehand is refused, and nothing is written',
    host: { planted: ['r1'] },
    steps: [
      begin('r1', [c1], { error: 'record-failed' }),
      set('r1', c1, { error: 'out-of-turn' }),
      hello(has({ lock: null, runs: [] })),
    ],
    files: { 'lock.json': null },
    writes: 'none',
  },
  {
    name: 'another run is begun beside it',
    host: { planted: ['r1'] },
    steps: [begin('r2', [c1]), set('r2', c1), ask('bye', {}, { exit: 0 })],
    files: { 'lock.json': null },
  },
  {
    name: 'a record in a folder that somebody else made is of nobody, and never undone',
    host: { planted: ['r1'], files: forged },
    steps: [
      hello(
        has({ runs: [{ run: 'r1', controller: '', person: '', at: '', state: 'open', notInForce: [] }] }),
      ),
      ask('records', { runs: ['r1'] }, { reply: { known: [has({ run: 'r1' })], records: [] } }),
      ask('undo', { run: 'r1' }, { error: 'record-failed' }),
      ask('adopt', { run: 'r1', notInForce: [] }, { error: 'record-failed' }),
      get([value('Dword')], [dword(32)]),
    ],
    writes: 'none',
  },
  {
    name: "where the folder of all runs is somebody else's, nothing is said of runs and nothing begun",
    host: { planted: [''], files: forged },
    steps: [
      ask('hello', { speaker, echo: '', about: [] }, { error: 'record-failed' }),
      ask('records', { runs: [] }, { error: 'record-failed' }),
      begin('r2', [c1], { error: 'record-failed' }),
      get([value('Dword')], [dword(32)]),
    ],
    writes: 'none',
  },
];
