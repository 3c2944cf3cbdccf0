import type { Case } from '../case.ts';
import {
  applied,
  begin,
  change,
  dword,
  get,
  holds,
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
const list = (name: string, data: readonly string[]) => ({ name, kind: 'REG_MULTI_SZ', data: [...data] });
const inner = change('c1', value('Inner'), holds('REG_MULTI_SZ', ['one', '', 'two']), holds('REG_SZ', 'x'));
const longKey = `${TEST_KEY}\\${'k'.repeat(255)}`;
const longest = change('c1', value('x', longKey), noKey(longKey), dword(0x80000000));
const lists = change('c1', value('List'), noValue, holds('REG_MULTI_SZ', []));
const one = change('c2', value('One'), noValue, holds('REG_MULTI_SZ', ['only']));

/** What of the registry is easily read or written as something else. */
export const oddRegistryCases: readonly Case[] = [
  {
    name: 'a list with an empty line, or one with a NUL, is unreadable and never changed',
    host: {
      registry: [
        {
          path,
          values: [list('Inner', ['one', '', 'two']), list('Empty', ['']), list('Nul', ['o\u0000ne'])],
        },
      ],
    },
    steps: [
      get([value('Inner'), value('Empty'), value('Nul')], [unreadable, unreadable, unreadable]),
      begin('r1', [inner]),
      set('r1', inner, { error: 'unreadable' }),
    ],
    settings: {
      registry: {
        [path]: {
          Inner: ['REG_MULTI_SZ', ['one', '', 'two']],
          Empty: ['REG_MULTI_SZ', ['']],
          Nul: ['REG_MULTI_SZ', ['o\u0000ne']],
        },
      },
    },
    writes: 'none',
  },
  {
    name: 'an empty list is not no value, and a list of one is not a text',
    steps: [
      ...applied('r1', lists, one),
      get([value('List'), value('One')], [holds('REG_MULTI_SZ', []), holds('REG_MULTI_SZ', ['only'])]),
      undo('r1', 'restored', restored(one, lists)),
    ],
    settings: { registry: { [path]: { $: 'any' } } },
  },
  {
    name: 'a key of 255 characters, and a number above 0x7FFFFFFF in it: set and taken back',
    steps: [...applied('r1', longest), undo('r1', 'restored', restored(longest))],
    settings: { registry: { [`HKLM\\${longKey}`]: null } },
  },
];
