import type { Case } from '../case.ts';
import { has, text } from '../matchers.ts';
import {
  BERT,
  bertIs,
  bertLoaded,
  c1,
  FILE,
  gone,
  mount,
  mounted,
  of,
  theirs,
  two,
  unmount,
} from '../user-hosts.ts';
import { ask, begin, came, change, dword, get, hello, leftRecord, undo } from '../vocabulary.ts';

export const leftHiveCases: readonly Case[] = [
  {
    name: 'a line that falls silent while a hive is mounted ends the session, and the mount',
    host: two(),
    steps: [
      ask('mount', { sid: BERT, leaseSeconds: 1 }, { reply: has({ outcome: 'mounted' }) }),
      { close: 'silence', notice: null, exit: 5 },
    ],
    settings: { hives: bertIs(7) },
    writes: 'none',
  },
  {
    name: 'a handle is left open for a while: the unload is tried again, and tells so',
    host: two({ heldOpen: 2 }),
    steps: [
      mount(BERT, 'mounted'),
      { ...unmount(BERT, gone(BERT)), progress: 4 },
      mount(BERT, 'mounted'),
      unmount('', gone(BERT)),
    ],
    settings: { hives: bertIs(7) },
  },
  {
    name: 'a handle is never closed: after five tries the mount is left, and said to be',
    host: two({ heldOpen: -1 }),
    steps: [
      mount(BERT, 'mounted'),
      {
        ...unmount(BERT, { sid: BERT, name: text, outcome: 'left', why: text, loggedOn: false }),
        progress: 8,
      },
      hello(has({ hives: [{ sid: BERT, name: text, alive: true }] })),
    ],
    settings: { hives: { [FILE]: null } },
  },
  {
    name: 'the user logs on while we have the hive: the mount goes, and it is said',
    host: two(),
    steps: [
      mount(BERT, 'mounted'),
      { rival: { registry: bertLoaded(99) } },
      get([of(BERT)], [dword(7)]),
      unmount(BERT, gone(BERT, true)),
    ],
    settings: { hives: bertIs(7) },
  },
  {
    name: 'what a dead session left is told by hello, and taken away by begin',
    host: mounted(7),
    steps: [
      hello(has({ hives: [{ sid: BERT, name: theirs, alive: false }] })),
      begin('r1', [c1]),
      hello(has({ hives: [] })),
    ],
    settings: { hives: bertIs(7) },
    writes: 'none',
  },
  {
    name: 'what a dead session left is taken away by unmount, by a mount of the same hive, and by an undo',
    host: mounted(8),
    steps: [
      unmount(BERT),
      unmount('', { ...gone(BERT), name: theirs }),
      { rival: mounted(8) },
      mount(BERT, 'mounted'),
      get([of(BERT)], [dword(8)]),
      unmount(BERT, gone(BERT)),
      {
        rival: { ...mounted(8), files: leftRecord('r1', [c1], [{ step: 'intended', change: 'c1' }]) },
      },
      undo('r1', 'restored', [came('c1', 'restored', dword(8))]),
    ],
    settings: { hives: bertIs(7) },
  },
  {
    name: 'a mount of a living session of ours is read through, not taken from it; only an undo does that',
    host: {
      ...mounted(8),
      processes: [{ pid: 4242, name: 'powershell', startedAt: '2026-01-14T07:00:00.000Z' }],
      files: leftRecord('r1', [c1], [{ step: 'intended', change: 'c1' }]),
    },
    steps: [
      mount(BERT, 'in-use'),
      get([of(BERT)], [dword(8)]),
      unmount(''),
      undo('r1', 'restored', [came('c1', 'restored', dword(8))]),
      hello(has({ hives: [] })),
    ],
    settings: { hives: bertIs(7) },
  },
  {
    name: 'a left run that touched a hive nobody has loaded can be kept',
    host: {
      ...two(),
      files: leftRecord(
        'r1',
        [change('c1', of(BERT), dword(6), dword(7))],
        [{ step: 'set', change: 'c1', now: dword(7) }],
      ),
    },
    steps: [
      ask('adopt', { run: 'r1', notInForce: [] }, { reply: { record: 'kept' } }),
      hello(has({ hives: [] })),
    ],
  },
];
