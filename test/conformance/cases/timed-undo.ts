import type { Case } from '../case.ts';
import { c1, fresh, guard, guards, is64, later, shown, steps, undone, was, yielded } from '../guard-words.ts';
import { has, time } from '../matchers.ts';
import { ask, begin, bye, dword, hello, keep, restored, set, stepLines, undo } from '../vocabulary.ts';

const DUE = '2026-01-15T16:00:00.000Z';
const HOURS = 8 * 3_600;
const timed = (run: string, answer: object = { reply: { seconds: HOURS, due: DUE } }) =>
  ask('timed', { run, seconds: HOURS }, answer);
const told = (run: string, state: string, standing: boolean, record: string) => ({
  run,
  kind: 'timed undo',
  seconds: HOURS,
  due: DUE,
  at: time,
  state,
  standing,
  record,
});
const armed = [
  ['timed-intended', { seconds: HOURS, due: DUE }],
  ['timed-rehearsed'],
  ['timed-armed'],
] as const;
const kept = [
  ...armed,
  ['intended', { change: 'c1' }],
  ['set', { change: 'c1', now: dword(64) }],
  ['kept', { notInForce: [] }],
] as const;
const keptUntilDue = [begin('r1', [c1]), timed('r1'), set('r1', c1), keep('r1')];

/** A run that is kept, and taken back by the host itself when its time has come. */
export const timedUndoCases: readonly Case[] = [
  {
    name: 'a timed undo takes back a kept run when it is due, and takes itself away',
    steps: [
      ...keptUntilDue,
      guards([], told('r1', 'armed', true, 'kept')),
      ask('prune', { runs: ['r1'] }, { reply: { pruned: [], left: [{ run: 'r1', why: 'guarded' }] } }),
      bye(),
      later(DUE),
      fresh,
      hello(has({ lock: null, runs: [has({ run: 'r1', state: 'restored' })] }), ['r1']),
      guards(['r1'], told('r1', 'fired', false, 'restored')),
    ],
    settings: { registry: was },
    files: {
      [steps]: stepLines(...kept, ['timed-fired'], ...undone, ['timed-removed']),
      'lock.json': null,
    },
  },
  {
    name: 'a timed undo that is not due leaves its run as it is, whatever else the host was through',
    steps: [
      ...keptUntilDue,
      bye(),
      { rival: { clock: '2026-01-15T15:59:59Z', endProcesses: true } },
      fresh,
      hello(has({ lock: null, runs: [has({ run: 'r1', state: 'kept' })] }), ['r1']),
      guards([], told('r1', 'armed', true, 'kept')),
    ],
    settings: { registry: is64 },
  },
  {
    name: 'a timed undo leaves what a later run wrote, and the record says that it is stuck',
    steps: [
      ...keptUntilDue,
      begin('r2', [{ ...c1, before: dword(64), after: dword(7) }]),
      ask(
        'set',
        { run: 'r2', change: 'c1', expect: dword(64), want: dword(7) },
        { reply: { found: dword(64), now: dword(7) } },
      ),
      keep('r2'),
      bye(),
      later('2026-02-01T00:00:00Z'),
      fresh,
      hello(has({ lock: null, runs: [has({ run: 'r1', state: 'stuck' })] }), ['r1']),
      guards(['r1'], told('r1', 'fired', false, 'stuck')),
    ],
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 7] }) } },
    files: {
      [steps]: stepLines(
        ...kept,
        ['timed-fired'],
        ['undone', { change: 'c1', outcome: 'conflict' }],
        ['stuck'],
        ['timed-removed'],
      ),
    },
  },
  {
    name: 'many timed undos stand on a host, beside the one guard of an open run',
    steps: [
      ...keptUntilDue,
      begin('r2', [{ ...c1, before: dword(64), after: dword(7) }]),
      timed('r2'),
      guard('r2'),
      timed('r2', { error: 'out-of-turn', about: 'after the guard' }),
      guards(
        [],
        told('r1', 'armed', true, 'kept'),
        shown('r2', 'armed', true),
        told('r2', 'armed', true, 'open'),
      ),
      bye({ $: 'any' }),
      fresh,
      hello(),
      guards([], told('r1', 'armed', true, 'kept')),
    ],
    settings: { registry: is64 },
  },
  {
    name: 'the undo of a failed run takes its timed undo with it; disarm makes a kept run last',
    steps: [
      begin('r1', [c1]),
      timed('r1'),
      set('r1', c1),
      undo('r1', 'restored', restored(c1)),
      guards(['r1'], told('r1', 'removed', false, 'restored')),
      begin('r2', [c1]),
      timed('r2'),
      set('r2', c1),
      keep('r2'),
      ask('disarm', { run: 'r2' }, { reply: { guard: 'removed' } }),
      bye(),
      later('2026-02-01T00:00:00Z'),
      fresh,
      hello(),
      guards(['r2'], told('r2', 'removed', false, 'kept')),
    ],
    settings: { registry: is64 },
  },
  {
    name: 'a timed undo waits while somebody is at work on the host, and comes after them',
    steps: [
      ...keptUntilDue,
      begin('r2', [{ ...c1, before: dword(64), after: dword(7) }]),
      later('2026-01-15T17:00:00Z'),
      ask(
        'undo',
        { run: 'r2' },
        { reply: { state: 'restored', changes: [has({ outcome: 'untouched' })], services: [] } },
      ),
      guards(['r1'], { $: 'any' }),
      bye(),
      fresh,
      hello(),
      guards(['r1'], told('r1', 'fired', false, 'restored')),
    ],
    settings: { registry: was },
  },
  {
    name: 'a guarded run that nobody confirmed is undone by its guard, and its timed undo goes with it',
    steps: [
      begin('r1', [c1]),
      timed('r1'),
      guard('r1'),
      set('r1', c1),
      yielded,
      bye(),
      later('2026-01-15T08:03:00Z'),
      fresh,
      hello(),
      guards(['r1'], shown('r1', 'fired', false, 'restored'), told('r1', 'removed', false, 'restored')),
    ],
    settings: { registry: was },
  },
  ...(['stopped', 'deaf'] as const).map(
    (scheduler): Case => ({
      name: `no timed undo where the task scheduler is ${scheduler}, and nothing is left of it`,
      host: { scheduler },
      steps: [
        timed('r1', { error: 'out-of-turn' }),
        ask('timed', { run: 'r1', seconds: 0 }, { error: 'malformed' }),
        begin('r1', [c1]),
        timed('r1', { error: 'guard-failed', data: { guard: 'removed' } }),
        guards([]),
        bye({ $: 'any' }),
      ],
      writes: 'none',
    }),
  ),
];
