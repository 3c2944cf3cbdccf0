import { requestLine } from '../../../src/model/line.ts';
import type { Case, Step } from '../case.ts';
import { has, last } from '../matchers.ts';
import {
  applied,
  begin,
  bye,
  came,
  change,
  dword,
  get,
  hello,
  keep,
  noKey,
  restored,
  set,
  speaker,
  TEST_KEY,
  undo,
  value,
} from '../vocabulary.ts';

const path = `HKLM\\${TEST_KEY}`;
const c1 = change('c1', value('Dword'), dword(32), dword(64));
const created = change('c2', value('x', `${TEST_KEY}\\A\\B`), noKey(`${TEST_KEY}\\A`), dword(1));
const back = { state: 'restored', changes: restored(created, c1), services: [] };
const asBefore = { registry: { [path]: has({ Dword: ['REG_DWORD', 32] }), [`${path}\\A`]: null } };
const recordEnds = (step: string): NonNullable<Case['files']> => ({
  'lock.json': null,
  'r1\\steps.ndjson': last(has({ step })),
});

/** Lines that cannot be read, and what their answer's n is. */
const unreadableLines: readonly (readonly [name: string, line: string, n: number])[] = [
  ['no JSON', 'hello?', 0],
  ['nothing', '', 0],
  ['half a request', '{"n":2,"verb":"=get","resources":[', 0],
  ['a list', '[]', 0],
  ['a text', '"=get"', 0],
  ['null', 'null', 0],
  ['no verb', '{"n":2}', 0],
  ['no n', '{"verb":"=hello"}', 0],
  ['n that is no whole number', '{"n":1.5,"verb":"=bye"}', 0],
  ['n below 1', '{"n":0,"verb":"=bye"}', 0],
  ['a verb without its mark', '{"n":2,"verb":"bye"}', 0],
  [
    'a string without its mark, deep inside',
    '{"n":2,"verb":"=get","resources":[{"kind":"service-status"}]}',
    0,
  ],
  ['two requests on one line', '{"n":2,"verb":"=bye"}{"n":3,"verb":"=bye"}', 0],
  ['a get without resources', '{"n":2,"verb":"=get"}', 2],
  ['a get of nothing listed', '{"n":2,"verb":"=get","resources":"=all"}', 2],
  [
    'a registry value without a view',
    '{"n":2,"verb":"=get","resources":[{"kind":"=registry-value","hive":"=HKLM","key":"=SOFTWARE","name":"="}]}',
    2,
  ],
  [
    'a hive that is not ours',
    '{"n":2,"verb":"=get","resources":[{"kind":"=registry-value","hive":"=HKCU","key":"=Software","name":"=","view":64}]}',
    2,
  ],
  [
    'a hello without about',
    '{"n":2,"verb":"=hello","speaker":{"version":"=","controller":"=","person":"="},"echo":"="}',
    2,
  ],
];

const helloLine = (n: number): string => requestLine(n, 'hello', { speaker, echo: '', about: [] });

export const leaseCases: readonly Case[] = [
  {
    name: 'malformed with nothing open: the session goes on',
    steps: [
      hello(),
      ...unreadableLines.flatMap(([about, line, n]): readonly Step[] => [
        { about, line, n, error: 'malformed' },
      ]),
      { line: helloLine(2), n: 2, reply: has({ lock: null }) },
    ],
    writes: 'none',
  },
  ...unreadableLines
    .slice(0, 4)
    .concat(unreadableLines.slice(13, 14))
    .map(
      ([name, line, n]): Case => ({
        name: `malformed while changes are uncommitted: ${name}; they are undone`,
        steps: [
          begin('r1', [c1, created]),
          set('r1', c1),
          set('r1', created),
          {
            line: line.replace('"n":2', '"n":4'),
            n: n === 0 ? 0 : 4,
            error: 'malformed',
            data: { undone: back },
            exit: 5,
          },
        ],
        settings: asBefore,
        files: recordEnds('restored'),
      }),
    ),
  {
    name: 'a line of more than 4 MB is too large, and the session goes on',
    steps: [
      hello(),
      { line: `{"n":2,"verb":"=hello","echo":"=${'x'.repeat(4 * 1024 * 1024)}"}`, n: 0, error: 'too-large' },
      hello(),
    ],
  },
  {
    name: 'a line of 21 levels is too large',
    steps: [
      {
        line: `{"n":1,"verb":"=get","resources":${'['.repeat(20)}${']'.repeat(20)}}`,
        n: 0,
        error: 'too-large',
      },
      hello(),
    ],
  },
  {
    name: 'brackets in a text are no levels',
    steps: [
      {
        line: `{"n":1,"verb":"=hello","speaker":{"version":"=","controller":"=","person":"="},"about":[],"echo":"=\\"${'['.repeat(50)}"}`,
        n: 1,
        reply: has({ echo: `"${'['.repeat(50)}` }),
      },
    ],
  },
  {
    name: 'a line that is too large undoes what is uncommitted',
    steps: [
      ...applied('r1', c1, created),
      { line: '['.repeat(30), n: 0, error: 'too-large', data: { undone: back }, exit: 5 },
    ],
    settings: asBefore,
    files: recordEnds('restored'),
  },
  {
    name: 'the end of stdin undoes what is uncommitted, says so and ends with 5',
    steps: [...applied('r1', c1, created), { close: 'stdin', notice: { undone: back }, exit: 5 }],
    settings: asBefore,
    files: recordEnds('restored'),
  },
  {
    name: 'the end of stdin after begin alone ends the record too',
    steps: [
      begin('r1', [c1]),
      {
        close: 'stdin',
        notice: { undone: { state: 'restored', changes: [came('c1', 'untouched', null)], services: [] } },
        exit: 5,
      },
    ],
    files: recordEnds('restored'),
    writes: 'none',
  },
  {
    name: 'the lease meets a rival: a conflict is left and told',
    steps: [
      ...applied('r1', c1),
      { rival: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 99 }] }] } },
      {
        close: 'stdin',
        notice: { undone: { state: 'stuck', changes: [came('c1', 'conflict', dword(99))], services: [] } },
        exit: 5,
      },
    ],
    settings: { registry: { [path]: { Dword: ['REG_DWORD', 99] } } },
    files: recordEnds('stuck'),
  },
  {
    name: 'the end of stdin with nothing open: no notice, 5',
    steps: [hello(), { close: 'stdin', notice: null, exit: 5 }],
    writes: 'none',
  },
  {
    name: 'the end of stdin after keep undoes nothing',
    steps: [...applied('r1', c1), keep('r1'), { close: 'stdin', notice: null, exit: 5 }],
    settings: { registry: { [path]: has({ Dword: ['REG_DWORD', 64] }) } },
    files: recordEnds('kept'),
  },
  {
    name: 'the end of stdin after undo undoes nothing more',
    steps: [
      ...applied('r1', c1),
      undo('r1', 'restored', restored(c1)),
      { close: 'stdin', notice: null, exit: 5 },
    ],
    files: recordEnds('restored'),
  },
  {
    name: 'silence longer than the lease undoes',
    steps: [
      begin('r1', [c1], {}, { leaseSeconds: 1 }),
      set('r1', c1),
      {
        close: 'silence',
        notice: { undone: { state: 'restored', changes: restored(c1), services: [] } },
        exit: 5,
      },
    ],
    settings: { registry: { [path]: has({ Dword: ['REG_DWORD', 32] }) } },
    files: recordEnds('restored'),
  },
  {
    name: 'bye with changes uncommitted undoes them, and ends with 0',
    steps: [...applied('r1', c1, created), bye(back)],
    settings: asBefore,
    files: recordEnds('restored'),
  },
  {
    name: 'the session goes on after any refusal of a set',
    steps: [
      begin('r1', [c1]),
      set('r1', { ...c1, before: dword(1) }, { error: 'not-in-record' }),
      get([c1.resource], [dword(32)]),
      set('r1', c1),
      keep('r1'),
      bye(),
    ],
  },
];
