import type { Case } from '../case.ts';
import { confirm, fresh, guard, c1 as guarded, is64, yielded } from '../guard-words.ts';
import { has } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  change,
  dword,
  hello,
  leftLock,
  leftRecord,
  lockOf,
  otherProcess,
  restored,
  set,
  speaker,
  TEST_KEY,
  undo,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(16), dword(32));
const claim = (run: string, answer: object) => ask('claim', { run, speaker, patienceSeconds: 0 }, answer);
const took = (former: string, epoch: number) => ({ reply: { former, epoch } });
const left = {
  ...leftLock('r1'),
  ...leftRecord(
    'r1',
    [c1],
    [
      { step: 'intended', change: 'c1' },
      { step: 'set', change: 'c1', now: dword(32) },
    ],
  ),
};
const was16 = { registry: { [`HKLM\\${TEST_KEY}`]: has({ Dword: ['REG_DWORD', 16] }) } };

/** A new session takes over what another began. */
export const claimCases: readonly Case[] = [
  {
    name: 'claim ends the process that the lock names, raises the epoch, and the run can be undone',
    host: { files: left, processes: [otherProcess] },
    steps: [
      hello(has({ lock: has({ alive: true, epoch: 0 }) })),
      ask('undo', { run: 'r1' }, { error: 'locked' }),
      claim('R1', took('ended', 1)),
      hello(has({ lock: has({ run: 'r1', alive: true, epoch: 1 }) })),
      claim('r1', took('none', 1)),
      undo('r1', 'restored', restored(c1)),
      hello(has({ lock: null })),
    ],
    settings: was16,
  },
  {
    name: 'claim of a lock whose process is gone, of no lock, and of another run',
    host: { files: left },
    steps: [
      claim('r2', { error: 'locked', data: { lock: lockOf('r1', false) } }),
      claim('r1', took('gone', 1)),
      undo('r1', 'restored', restored(c1)),
      claim('r1', took('none', 0)),
      ask('claim', { run: 'r1', speaker }, { error: 'malformed' }),
      ...applied('r2'),
      claim('r2', { error: 'out-of-turn' }),
    ],
    settings: was16,
  },
  {
    name: 'a process of the same id that was started later is another one, and is not ended',
    host: { files: left, processes: [{ ...otherProcess, startedAt: '2026-01-14T09:00:00Z' }] },
    steps: [claim('r1', took('gone', 1))],
    writes: 'none',
  },
  {
    name: 'a process that cannot be ended is told, and writes nothing more',
    host: { files: left, processes: [{ ...otherProcess, protected: true }] },
    steps: [
      claim('r1', { error: 'not-ended', progress: 1 }),
      hello(has({ lock: has({ run: 'r1', epoch: 1 }) })),
      undo('r1', 'restored', restored(c1)),
    ],
    settings: was16,
  },
  {
    name: 'a claimed lock that nothing was written under is broken by its new owner',
    host: { files: leftLock('r1'), processes: [otherProcess] },
    steps: [
      claim('r1', took('ended', 1)),
      begin('r2', [c1], { error: 'locked' }),
      begin('r2', [c1], undefined, { breaks: 'r1' }),
      hello(has({ lock: has({ run: 'r2', epoch: 2 }) })),
    ],
    writes: 'none',
  },
  {
    name: 'what a living session has begun is taken over while it is silent, and undone by its successor',
    steps: [
      begin('r1', [guarded]),
      set('r1', guarded),
      fresh,
      hello(has({ lock: lockOf('r1', true) })),
      claim('r1', took('ended', 2)),
      undo('r1', 'restored', restored(guarded)),
    ],
    files: { 'lock.json': null },
  },
  {
    name: 'a run that was handed over is claimed from a process that did not go, and confirmed',
    steps: [
      begin('r1', [guarded]),
      guard('r1'),
      set('r1', guarded),
      yielded,
      fresh,
      confirm({ error: 'locked' }),
      claim('r1', took('ended', 2)),
      confirm(),
    ],
    settings: { registry: is64 },
    files: { 'lock.json': null },
  },
];
