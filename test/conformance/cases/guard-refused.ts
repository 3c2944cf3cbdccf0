import type { Case } from '../case.ts';
import { c1, confirm, guard, guards, left, shown } from '../guard-words.ts';
import { has } from '../matchers.ts';
import {
  ask,
  begin,
  bye,
  change,
  dword,
  hello,
  keep,
  otherProcess,
  set,
  undo,
  value,
} from '../vocabulary.ts';

/** Who may not arm, confirm or take away a guard, and what a host without a scheduler says. */
export const guardRefusalCases: readonly Case[] = [
  {
    name: 'a second guard is refused and names the run of the first',
    host: {
      files: { ...left, 'lock.json': null },
      tasks: [{ run: 'r1', seconds: 120, at: '2026-01-15T07:59:00Z' }],
    },
    steps: [
      begin('r2', [
        change('c1', value('Sz'), { status: 'present', value: { kind: 'REG_SZ', data: 'text' } }, dword(1)),
      ]),
      guard('r2', { error: 'guard-held', data: { guard: shown('r1', 'armed', true) } }),
      bye({ $: 'any' }),
    ],
  },
  {
    name: 'the lock of a run that its guard may yet undo is not broken; an undo takes the guard away',
    host: { files: left, tasks: [{ run: 'r1', seconds: 120, at: '2026-01-15T07:59:00Z' }] },
    steps: [
      begin('r2', [c1], { error: 'guard-held', data: { guard: has({ run: 'r1' }) } }, { breaks: 'r1' }),
      undo('r1', 'restored', [{ change: 'c1', outcome: 'already', found: dword(32), why: { $: 'any' } }]),
      guards(['r1'], shown('r1', 'removed', false, 'restored')),
    ],
  },
  {
    name: 'disarm takes the guard away and leaves the run open; never while its process lives',
    host: {
      files: left,
      tasks: [{ run: 'r1', seconds: 120, at: '2026-01-15T07:59:00Z' }],
      processes: [otherProcess],
    },
    steps: [
      ask('disarm', { run: 'r1' }, { error: 'locked' }),
      { rival: { endProcesses: true } },
      ask('disarm', { run: 'r1' }, { reply: { guard: 'removed' } }),
      ask('disarm', { run: 'r1' }, { reply: { guard: 'none' } }),
      ask('disarm', { run: 'r0' }, { error: 'not-in-record' }),
      hello(has({ runs: [has({ run: 'r1', state: 'open' })] })),
    ],
  },
  {
    name: 'without the task scheduler there is no guard, and nothing is left of it',
    host: { scheduler: 'stopped' },
    steps: [
      begin('r1', [c1]),
      guard('r1', { error: 'guard-failed', data: { guard: 'removed' } }),
      guards([]),
      bye({ $: 'any' }),
    ],
    writes: 'none',
  },
  {
    name: 'a task that is registered and never runs is no guard: its rehearsal leaves no mark',
    host: { scheduler: 'deaf' },
    steps: [
      begin('r1', [c1]),
      guard('r1', { error: 'guard-failed', data: { guard: 'removed' } }),
      guards([]),
      bye({ $: 'any' }),
    ],
    writes: 'none',
  },
  {
    name: 'a guard has its turn: an open run of its own session, before anything is set, once',
    steps: [
      guard('r1', { error: 'out-of-turn' }),
      ask('guard', { run: 'r1', seconds: 0 }, { error: 'malformed' }),
      ask('yield', { run: 'r1' }, { error: 'out-of-turn' }),
      confirm({ error: 'not-in-record' }),
      begin('r1', [c1]),
      ask('yield', { run: 'r1' }, { error: 'out-of-turn', about: 'without a guard' }),
      confirm({ error: 'out-of-turn', about: 'without a guard' }),
      set('r1', c1),
      guard('r1', { error: 'out-of-turn', about: 'after a set' }),
      keep('r1'),
    ],
  },
];
