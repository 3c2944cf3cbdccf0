import type { HostChange } from '../../../src/model/host-record.ts';
import type { State } from '../../../src/model/state.ts';
import type { Answer, Asked, Case } from '../case.ts';
import { armed, confirm, fresh, guard, later, yielded } from '../guard-words.ts';
import { has } from '../matchers.ts';
import { hostWith, lasting, mtu, other, tried, v4 } from '../trial-words.ts';
import {
  ask,
  begin,
  bye,
  came,
  change,
  dword,
  get,
  hello,
  restored,
  set,
  stepLines,
  undo,
  value,
} from '../vocabulary.ts';

const trying = (of: HostChange, want: State, answer?: Answer): Asked =>
  ask(
    'try',
    { run: 'r1', change: of.id, expect: of.before, want },
    answer ?? { reply: { found: of.before, now: want } },
  );
const set2 = (of: HostChange, found: State) => set('r1', of, { reply: { found, now: of.after } });
const guardedTrial = [begin('r1', [lasting]), guard('r1'), trying(lasting, tried)];

const noTrial = (name: string, of: HostChange, want: State): Case => ({
  name: `no trial of ${name}`,
  host: hostWith(1500, null),
  steps: [begin('r1', [of]), guard('r1'), trying(of, want, { error: 'not-in-record' })],
  writes: 'none',
});

/** A guarded change that stops where a boot still takes it back, until a new line has come about. */
export const trialCases: readonly Case[] = [
  {
    name: 'an MTU is tried in the active store, set for good from there, and kept by a new session',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      get([v4], [tried]),
      ask('yield', { run: 'r1' }, { error: 'out-of-turn' }),
      trying(lasting, tried, { error: 'drifted', data: { found: tried } }),
      set2(lasting, tried),
      yielded,
      bye(),
      fresh,
      hello(),
      get([v4], [lasting.after]),
      confirm(),
    ],
    files: {
      'r1\\steps.ndjson': stepLines(
        ...armed,
        ['intended', { change: 'c1' }],
        ['tried', { change: 'c1', now: tried }],
        ['intended', { change: 'c1' }],
        ['set', { change: 'c1', now: lasting.after }],
        ['yielded'],
        ['kept', { notInForce: [] }],
        ['guard-removed'],
      ),
    },
  },
  {
    name: 'an MTU tried and set to two different sizes for good, undone exactly',
    host: hostWith(1500, 9000),
    steps: [
      begin('r1', [other]),
      guard('r1'),
      trying(other, mtu(1400, 9000)),
      set2(other, mtu(1400, 9000)),
      undo('r1', 'restored', restored(other)),
      get([v4], [mtu(1500, 9000)]),
    ],
  },
  {
    name: 'an MTU that was only tried is undone whole, though the persistent store held none',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      undo('r1', 'restored', [came('c1', 'restored', tried)]),
      get([v4], [mtu(1500, null)]),
    ],
  },
  {
    name: 'an MTU that was only tried goes with the lease',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      {
        close: 'stdin',
        notice: { undone: { state: 'restored', changes: [came('c1', 'restored', tried)], services: [] } },
        exit: 5,
      },
    ],
  },
  {
    name: 'an MTU that was only tried is undone by the guard',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      later('2026-01-15T08:03:00Z'),
      set('r1', lasting, { error: 'locked', data: { lock: null } }),
      { close: 'stdin', notice: null, exit: 5 },
      fresh,
      get([v4], [mtu(1500, null)]),
      hello(has({ lock: null, runs: [has({ run: 'r1', state: 'restored' })] }), ['r1']),
    ],
  },
  {
    name: 'no trial without a guard',
    host: hostWith(1500, null),
    steps: [begin('r1', [lasting]), trying(lasting, tried, { error: 'out-of-turn' })],
    writes: 'none',
  },
  {
    name: 'no trial of a run that was not begun',
    host: hostWith(1500, null),
    steps: [trying(lasting, tried, { error: 'out-of-turn' })],
    writes: 'none',
  },
  noTrial('a registry value', change('c1', value('Dword'), dword(32), dword(64)), dword(64)),
  noTrial('what only the active store is to hold', change('c1', v4, mtu(1500, null), tried), tried),
  noTrial(
    'what only the persistent store is to hold',
    change('c1', v4, mtu(1500, null), mtu(1500, 1500)),
    mtu(1500, null),
  ),
  noTrial('another state than that of the trial', lasting, lasting.after),
  {
    name: 'no trial of a change that is not in the record',
    host: hostWith(1500, null),
    steps: [
      begin('r1', [lasting]),
      guard('r1'),
      trying({ ...lasting, id: 'c2' }, tried, { error: 'not-in-record' }),
      trying({ ...lasting, before: mtu(1499, null) }, tried, { error: 'not-in-record' }),
      ask('try', { run: 'r1', change: 'c1', expect: lasting.before }, { error: 'malformed' }),
    ],
    writes: 'none',
  },
  {
    name: 'a trial that fails has set nothing',
    host: hostWith(1500, null),
    steps: [
      begin('r1', [change('c1', v4, mtu(1500, null), mtu(575, 575))]),
      guard('r1'),
      trying(change('c1', v4, mtu(1500, null), mtu(575, 575)), mtu(575, null), { error: 'set-failed' }),
      undo('r1', 'restored', [came('c1', 'already', mtu(1500, null))]),
    ],
    writes: 'none',
  },
  {
    name: 'an MTU that somebody else set after the trial is neither set nor undone',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      { rival: hostWith(1300, null) },
      set('r1', lasting, { error: 'drifted', data: { found: mtu(1300, null) } }),
      undo('r1', 'stuck', [came('c1', 'conflict', mtu(1300, null))]),
      get([v4], [mtu(1300, null)]),
    ],
  },
  {
    name: 'an MTU that was put back after the trial is not set',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      { rival: hostWith(1500, null) },
      set('r1', lasting, { error: 'drifted', data: { found: mtu(1500, null) } }),
      undo('r1', 'restored', [came('c1', 'already', mtu(1500, null))]),
    ],
  },
  {
    name: 'a run whose trial lost its guard is not kept either',
    host: hostWith(1500, null),
    steps: [
      ...guardedTrial,
      ask('disarm', { run: 'r1' }, { reply: { guard: 'removed' } }),
      ask('keep', { run: 'r1', notInForce: [] }, { error: 'out-of-turn' }),
      undo('r1', 'restored', [came('c1', 'restored', tried)]),
    ],
  },
];
