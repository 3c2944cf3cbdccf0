import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  bye,
  came,
  change,
  dword,
  hello,
  holds,
  keep,
  lockOf,
  noKey,
  noValue,
  restored,
  set,
  TEST_KEY,
  undo,
  unreadable,
  value,
} from '../vocabulary.ts';

const path = `HKLM\\${TEST_KEY}`;
const c1 = change('c1', value('Dword'), dword(32), dword(64));
const c2 = change('c2', value('Sz'), holds('REG_SZ', 'text'), holds('REG_SZ', 'new'));
const created = change('c1', value('x', `${TEST_KEY}\\A\\B`), noKey(`${TEST_KEY}\\A`), dword(1));
const rival = (data: number) => ({
  rival: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data }] }] },
});
const nothing = { $: 'any' };

export const undoCases: readonly Case[] = [
  {
    name: 'undo goes backwards through what was begun, and leaves the rest',
    steps: [
      begin('r1', [c1, c2, { ...created, id: 'c3' }]),
      set('r1', c1),
      set('r1', c2),
      undo('r1', 'restored', [came('c3', 'untouched', null), ...restored(c2, c1)]),
      hello(has({ lock: null })),
    ],
  },
  {
    name: 'undo of a run that set nothing restores nothing',
    steps: [begin('r1', [c1]), undo('r1', 'restored', [came('c1', 'untouched', null)])],
    writes: 'none',
  },
  {
    name: 'a value that a rival changed is a conflict and stays; the others are restored',
    steps: [
      ...applied('r1', c2, c1),
      {
        rival: {
          registry: [
            {
              path,
              values: [
                { name: 'Dword', kind: 'REG_DWORD', data: 99 },
                { name: 'Sz', kind: 'REG_SZ', data: 'new' },
              ],
            },
          ],
        },
      },
      undo('r1', 'stuck', [came('c1', 'conflict', dword(99)), came('c2', 'restored', c2.after)]),
      hello(has({ lock: null, runs: [has({ state: 'stuck' })] }), ['r1']),
    ],
    settings: { registry: { [path]: { Dword: ['REG_DWORD', 99], Sz: ['REG_SZ', 'text'] } } },
  },
  {
    name: 'the same data of another kind is a conflict',
    steps: [
      ...applied('r1', c1),
      { rival: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_QWORD', data: '64' }] }] } },
      undo('r1', 'stuck', [came('c1', 'conflict', holds('REG_QWORD', '64'))]),
    ],
  },
  {
    name: 'a value that reads as before again is already so',
    steps: [...applied('r1', c1), rival(32), undo('r1', 'restored', [came('c1', 'already', dword(32))])],
  },
  {
    name: 'a value that a rival deleted is a conflict',
    steps: [
      ...applied('r1', c1),
      { rival: { registry: [{ path, values: [] }] } },
      undo('r1', 'stuck', [came('c1', 'conflict', noValue)]),
    ],
  },
  {
    name: 'what cannot be read at undo is told, and left',
    steps: [
      ...applied('r1', c1),
      {
        rival: {
          registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 64 }], deny: 'read' }],
        },
      },
      undo('r1', 'stuck', [came('c1', 'unreadable', unreadable)]),
    ],
    settings: { registry: { [path]: { Dword: ['REG_DWORD', 64] } } },
  },
  {
    name: 'what cannot be written at undo has failed, and can be undone later',
    steps: [
      ...applied('r1', c1),
      {
        rival: {
          registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 64 }], deny: 'write' }],
        },
      },
      undo('r1', 'stuck', [came('c1', 'failed', dword(64))]),
      rival(64),
      undo('r1', 'restored', [came('c1', 'restored', dword(64))]),
      hello(has({ runs: [has({ state: 'restored' })] }), ['r1']),
    ],
  },
  {
    name: 'a key that we created and that holds something of a rival stays, without our value',
    steps: [
      ...applied('r1', created),
      {
        rival: {
          registry: [
            {
              path: `${path}\\A\\B`,
              values: [
                { name: 'x', kind: 'REG_DWORD', data: 1 },
                { name: 'theirs', kind: 'REG_SZ', data: 'y' },
              ],
            },
          ],
        },
      },
      undo('r1', 'stuck', [came('c1', 'conflict', noValue)]),
    ],
    settings: { registry: { [`${path}\\A\\B`]: { theirs: ['REG_SZ', 'y'] } } },
  },
  {
    name: 'a key that we created and that has a key of a rival below stays',
    steps: [
      ...applied('r1', created),
      { rival: { registry: [{ path: `${path}\\A\\Theirs`, values: [] }] } },
      undo('r1', 'stuck', [came('c1', 'conflict', noKey(`${TEST_KEY}\\A\\B`))]),
    ],
    settings: { registry: { [`${path}\\A\\B`]: null, [`${path}\\A\\Theirs`]: {} } },
  },
  {
    name: 'undo of an older run by a session that has begun nothing',
    steps: [
      ...applied('r1', c1),
      keep('r1'),
      bye(),
      { fresh: true },
      undo('r1', 'restored', restored(c1)),
      hello(has({ runs: [has({ run: 'r1', state: 'restored', notInForce: [] })] }), ['r1']),
      bye(),
    ],
    files: { 'lock.json': null },
  },
  {
    name: 'undo of an older run inside another run, which stays open',
    steps: [
      ...applied('r1', c1),
      keep('r1'),
      begin('r2', [c2]),
      undo('r1', 'restored', restored(c1)),
      hello(has({ lock: lockOf('r2', true) })),
      set('r2', c2),
      keep('r2'),
    ],
    files: { 'lock.json': null },
  },
  {
    name: 'undo twice: what was restored is already so',
    steps: [
      ...applied('r1', c1),
      undo('r1', 'restored', restored(c1)),
      undo('r1', 'restored', [came('c1', 'already', dword(32))]),
    ],
  },
  {
    name: 'a value that was restored and that a rival sets to ours again is theirs now',
    steps: [
      ...applied('r1', c1),
      undo('r1', 'restored', restored(c1)),
      rival(64),
      undo('r1', 'stuck', [came('c1', 'conflict', dword(64))]),
    ],
  },
  {
    name: 'values restored after an effect are not in force; those set without one are',
    steps: [
      begin('r1', [c1, c2]),
      set('r1', c1),
      ask(
        'effect',
        { run: 'r1', id: 'e1', kind: 'service.restart', target: { service: 'Spooler', deadlineSeconds: 5 } },
        { reply: nothing },
      ),
      set('r1', c2),
      undo('r1', 'restored', restored(c2, c1)),
      hello(
        has({
          runs: [
            has({ run: 'r1', state: 'restored', notInForce: [has({ change: 'c1', resource: c1.resource })] }),
          ],
        }),
      ),
    ],
  },
];
