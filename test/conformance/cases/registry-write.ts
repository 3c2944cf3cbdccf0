import type { RegistryValue } from '../../../src/model/resource.ts';
import type { State } from '../../../src/model/state.ts';
import type { Case, Step } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  begin,
  bye,
  came,
  change,
  dword,
  get,
  holds,
  keep,
  noKey,
  noValue,
  restored,
  set,
  TEST_KEY,
  undo,
  unreadable,
  value,
} from '../vocabulary.ts';

/** One change as a run of its own: set, read, taken back, read. */
const thereAndBack = (run: string, [resource, after, before]: (typeof kinds)[number]): readonly Step[] => {
  const c1 = change('c1', resource, before, after);
  return [
    ...applied(run, c1),
    get([resource], [after]),
    undo(run, 'restored', restored(c1)),
    get([resource], [before]),
  ];
};

/** Each kind of data in both directions: over another value, and where there was none. */
const kinds: readonly (readonly [RegistryValue, State, State])[] = [
  [value('Sz'), holds('REG_SZ', 'new'), holds('REG_SZ', 'text')],
  [value('Sz'), dword(7), holds('REG_SZ', 'text')],
  [value('Sz'), holds('REG_EXPAND_SZ', 'text'), holds('REG_SZ', 'text')],
  [value('ExpandSz'), holds('REG_EXPAND_SZ', '%windir%'), holds('REG_EXPAND_SZ', '%SystemRoot%\\system32')],
  [value('MultiSz'), holds('REG_MULTI_SZ', []), holds('REG_MULTI_SZ', ['one', 'two'])],
  [value('MultiSz'), holds('REG_MULTI_SZ', ['one']), holds('REG_MULTI_SZ', ['one', 'two'])],
  [value('Dword'), dword(0xffffffff), dword(32)],
  [value('Dword'), dword(0), dword(32)],
  [value('Qword'), holds('REG_QWORD', '9007199254740993'), holds('REG_QWORD', '18446744073709551615')],
  [value('Binary'), holds('REG_BINARY', ''), holds('REG_BINARY', '00ff10')],
  [value('None'), holds('REG_NONE', 'ab'), holds('REG_NONE', '')],
  [value(''), holds('REG_SZ', 'another default'), holds('REG_SZ', 'the default value')],
  [value('New'), holds('REG_QWORD', '18446744073709551615'), noValue],
  [value('New'), dword(2147483648), noValue],
  [value('Dword'), noValue, dword(32)],
  [value('', 'SYSTEM\\CurrentControlSet'), holds('REG_SZ', 'was not set'), noValue],
  [value('Sz', TEST_KEY, { view: 32 }), holds('REG_SZ', 'thirty-two'), holds('REG_SZ', '32')],
  [value('Dword', 'S-1-5-18\\Software', { hive: 'HKU' }), dword(8), dword(7)],
  [value('x', `${TEST_KEY}\\A\\B\\C`), dword(1), noKey(`${TEST_KEY}\\A`)],
  [value('', `${TEST_KEY}\\A`), holds('REG_SZ', ''), noKey(`${TEST_KEY}\\A`)],
];

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const created = change('c1', value('x', `${TEST_KEY}\\A\\B`), noKey(`${TEST_KEY}\\A`), dword(1));
const denied = change('c1', value('Dword', 'SOFTWARE\\Unwritable'), dword(1), dword(2));
const hidden = change('c1', value('x', 'SOFTWARE\\Unreadable'), noValue, dword(2));
const path = `HKLM\\${TEST_KEY}`;

const impossible: readonly State[] = [
  holds('REG_DWORD', 4294967296),
  holds('REG_DWORD', -1),
  holds('REG_DWORD', 1.5),
  holds('REG_DWORD', '32'),
  holds('REG_SZ', 32),
  holds('REG_QWORD', '18446744073709551616'),
  holds('REG_QWORD', '007'),
  holds('REG_BINARY', 'AB'),
  holds('REG_BINARY', 'abc'),
  holds('REG_MULTI_SZ', 'one'),
  holds('REG_MULTI_SZ', ['one', '', 'two']),
  holds('REG_MULTI_SZ', ['o\u0000ne']),
  { status: 'present', value: { kind: 'REG_LINK', data: '0041' } },
  { status: 'present', value: 'running' },
  { status: 'present', value: null },
  { status: 'unreadable', why: 'so that it is not taken for a value' },
];

export const registryWriteCases: readonly Case[] = [
  {
    name: 'every kind of data, over another value and where there was none, in both directions',
    steps: kinds.flatMap((kind, index) => thereAndBack(`r${index}`, kind)),
    writes: 'some',
  },
  {
    name: 'what was kept stays',
    steps: [...applied('r1', c1), keep('r1'), get([c1.resource], [c1.after]), bye()],
    settings: { registry: { [path]: has({ Dword: ['REG_DWORD', 64] }) } },
    writes: 'some',
  },
  {
    name: 'the other view is left alone',
    steps: [
      ...applied(
        'r1',
        change('c1', value('Sz', TEST_KEY, { view: 32 }), holds('REG_SZ', '32'), holds('REG_SZ', 'new')),
      ),
      keep('r1'),
      get(
        [value('Sz'), value('Sz', 'SOFTWARE\\Wow6432Node\\Setright Test')],
        [holds('REG_SZ', 'text'), holds('REG_SZ', 'new')],
      ),
    ],
  },
  {
    name: 'missing keys are created down to the value, spelt as asked',
    steps: [...applied('r1', created), keep('r1')],
    settings: { registry: { [`${path}\\A\\B`]: { x: ['REG_DWORD', 1] }, [`${path}\\A`]: {} } },
  },
  {
    name: 'undo removes exactly the keys that were created',
    steps: [...applied('r1', created), undo('r1', 'restored', restored(created))],
    settings: { registry: { [`${path}\\A\\B`]: null, [`${path}\\A`]: null } },
  },
  {
    name: 'absent with its keys: the value goes, then the keys that are empty, up to the one named',
    host: {
      registry: [{ path: `${path}\\Old\\Older`, values: [{ name: 'x', kind: 'REG_DWORD', data: 1 }] }],
    },
    steps: [
      ...applied(
        'r1',
        change('c1', value('x', `${TEST_KEY}\\Old\\Older`), dword(1), noKey(`${TEST_KEY}\\Old`)),
      ),
      keep('r1'),
    ],
    settings: { registry: { [`${path}\\Old`]: null } },
  },
  {
    name: 'a key that holds something else is never deleted: what reads otherwise than wanted is told',
    host: {
      registry: [
        {
          path: `${path}\\Old`,
          values: [
            { name: 'x', kind: 'REG_DWORD', data: 1 },
            { name: 'theirs', kind: 'REG_SZ', data: 'y' },
          ],
        },
      ],
    },
    steps: [
      begin('r1', [change('c1', value('x', `${TEST_KEY}\\Old`), dword(1), noKey(`${TEST_KEY}\\Old`))]),
      set('r1', change('c1', value('x'), dword(1), noKey(`${TEST_KEY}\\Old`)), {
        error: 'set-differs',
        data: { now: noValue },
      }),
      undo('r1', 'restored', [{ change: 'c1', outcome: 'restored', found: noValue, why: '' }]),
    ],
    settings: { registry: { [`${path}\\Old`]: { theirs: ['REG_SZ', 'y'], x: ['REG_DWORD', 1] } } },
  },
  {
    name: 'a value keeps the spelling of its name',
    steps: [...applied('r1', change('c1', value('DWORD'), dword(32), dword(33))), keep('r1')],
    settings: {
      registry: { [path]: has({ Dword: ['REG_DWORD', 33] }) },
    },
  },
  {
    name: 'what Windows refuses to write is set-failed, and as it was',
    steps: [begin('r1', [denied]), set('r1', denied, { error: 'set-failed', data: { now: dword(1) } })],
    settings: { registry: { 'HKLM\\SOFTWARE\\Unwritable': { Dword: ['REG_DWORD', 1] } } },
    writes: 'none',
  },
  {
    name: 'an unreadable state is never changed',
    steps: [begin('r1', [hidden]), set('r1', hidden, { error: 'unreadable', data: { $: 'any' } })],
    writes: 'none',
  },
  {
    name: 'a value of a kind that is not ours is never changed',
    steps: [
      begin('r1', [change('c1', value('Link'), dword(1), dword(2))]),
      set('r1', change('c1', value('Link'), dword(1), dword(2)), { error: 'unreadable' }),
      get([value('Link')], [unreadable]),
    ],
    writes: 'none',
  },
  {
    name: 'drifted: found is told and nothing is written',
    host: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 48 }] }] },
    steps: [begin('r1', [c1]), set('r1', c1, { error: 'drifted', data: { found: dword(48) } })],
    settings: { registry: { [path]: { Dword: ['REG_DWORD', 48] } } },
    writes: 'none',
  },
  {
    name: 'drifted: the same data of another kind is another state',
    host: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_SZ', data: '32' }] }] },
    steps: [begin('r1', [c1]), set('r1', c1, { error: 'drifted', data: { found: holds('REG_SZ', '32') } })],
    writes: 'none',
  },
  {
    name: 'drifted: texts are compared exactly, case and all',
    host: { registry: [{ path, values: [{ name: 'Sz', kind: 'REG_SZ', data: 'TEXT' }] }] },
    steps: [
      begin('r1', [change('c1', value('Sz'), holds('REG_SZ', 'text'), dword(1))]),
      set('r1', change('c1', value('Sz'), holds('REG_SZ', 'text'), dword(1)), { error: 'drifted' }),
    ],
    writes: 'none',
  },
  {
    name: 'drifted: a key that has come into being since is another state than no key',
    host: { registry: [{ path: `${path}\\A`, values: [] }] },
    steps: [
      begin('r1', [created]),
      set('r1', created, { error: 'drifted', data: { found: noKey(`${TEST_KEY}\\A\\B`) } }),
    ],
    writes: 'none',
  },
  {
    name: 'a second set of the same change finds its own value and refuses',
    steps: [...applied('r1', c1), set('r1', c1, { error: 'drifted', data: { found: dword(64) } })],
  },
  {
    name: 'data that its kind cannot hold is not written',
    steps: impossible.flatMap((after, index): readonly Step[] => {
      const bad = change('c1', value('Dword'), dword(32), after);
      return [
        begin(`r${index}`, [bad]),
        {
          about: JSON.stringify(after),
          ...set(`r${index}`, bad, { error: 'set-failed', data: { now: dword(32) } }),
        },
        undo(`r${index}`, 'restored', [came('c1', 'already', dword(32))]),
      ];
    }),
    writes: 'none',
  },
];
