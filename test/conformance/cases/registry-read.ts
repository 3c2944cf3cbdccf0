import type { Asked, Case } from '../case.ts';
import { dword, get, holds, noKey, noValue, TEST_KEY, unreadable, value } from '../vocabulary.ts';

const read = (about: string, resource: ReturnType<typeof value>, state: unknown): Asked => ({
  about,
  ...get([resource], [state]),
});

export const registryReadCases: readonly Case[] = [
  {
    name: 'every kind of registry data is read exactly',
    steps: [
      get(
        ['Sz', 'ExpandSz', 'MultiSz', 'Dword', 'Qword', 'Binary', 'None'].map((name) => value(name)),
        [
          holds('REG_SZ', 'text'),
          holds('REG_EXPAND_SZ', '%SystemRoot%\\system32'),
          holds('REG_MULTI_SZ', ['one', 'two']),
          dword(32),
          holds('REG_QWORD', '18446744073709551615'),
          holds('REG_BINARY', '00ff10'),
          holds('REG_NONE', ''),
        ],
      ),
    ],
    writes: 'none',
  },
  {
    name: 'a registry value is found, absent or unreadable, in both views, and nothing is folded into another',
    steps: [
      read('the empty name is the default value', value(''), holds('REG_SZ', 'the default value')),
      read('a default value that is not set is absent', value('', 'SYSTEM\\CurrentControlSet'), noValue),
      read('a value that is missing in a key that exists', value('Nothing'), noValue),
      read('a key that is missing at its end', value('x', `${TEST_KEY}\\Sub`), noKey(`${TEST_KEY}\\Sub`)),
      read(
        'the highest missing key of a path is named, spelt as asked',
        value('x', 'software\\SETRIGHT test\\Sub\\Deeper'),
        noKey('software\\SETRIGHT test\\Sub'),
      ),
      read(
        'keys and values are found without regard to case',
        value('DWORD', TEST_KEY.toUpperCase()),
        dword(32),
      ),
      read('an ancestor of a key exists', value('x', 'SYSTEM\\CurrentControlSet\\Services'), noValue),
      read('HKU by SID', value('Dword', 'S-1-5-18\\Software', { hive: 'HKU' }), dword(7)),
      read(
        'HKU has one view only',
        value('Dword', 'S-1-5-18\\Software', { hive: 'HKU', view: 32 }),
        dword(7),
      ),
      read('a missing user hive', value('x', 'S-1-5-21-1\\Software', { hive: 'HKU' }), noKey('S-1-5-21-1')),
      read('HKLM\\SOFTWARE in the 32-bit view', value('Sz', TEST_KEY, { view: 32 }), holds('REG_SZ', '32')),
      read(
        'what the 64-bit view has, the 32-bit view has not',
        value('Dword', TEST_KEY, { view: 32 }),
        noValue,
      ),
      read(
        'Wow6432Node by name is the same key in both views',
        value('Sz', 'SOFTWARE\\Wow6432Node\\Setright Test', { view: 32 }),
        holds('REG_SZ', '32'),
      ),
      read(
        'a missing key of the 32-bit view is named as asked',
        value('x', 'SOFTWARE\\Nowhere\\Sub', { view: 32 }),
        noKey('SOFTWARE\\Nowhere'),
      ),
      read(
        'HKLM\\SYSTEM is the same in both views',
        value(
          'Maximum Allowed Sessions Per User',
          'SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem',
          {
            view: 32,
          },
        ),
        dword(32),
      ),
      read('a kind that is not ours is unreadable', value('Link'), unreadable),
      read(
        'a key that may not be read is unreadable, not absent',
        value('x', 'SOFTWARE\\Unreadable'),
        unreadable,
      ),
      read('a write-protected key is readable', value('Dword', 'SOFTWARE\\Unwritable'), dword(1)),
    ],
    writes: 'none',
  },
  {
    name: 'states come in the order of the question, unreadable ones among them, the same one twice',
    steps: [
      get(
        [value('Dword'), value('x', 'SOFTWARE\\Unreadable'), value('Nothing'), value('Dword')],
        [dword(32), unreadable, noValue, dword(32)],
      ),
      get([], []),
    ],
    writes: 'none',
  },
  {
    name: 'names that differ in more than case are different values',
    host: {
      registry: [
        {
          path: 'HKLM\\SOFTWARE\\Names',
          values: [
            { name: 'stra\u00dfe', kind: 'REG_DWORD', data: 1 },
            { name: 'strasse', kind: 'REG_DWORD', data: 2 },
            { name: '\u00c4rger', kind: 'REG_DWORD', data: 3 },
            { name: '[x]*?', kind: 'REG_DWORD', data: 4 },
          ],
        },
      ],
    },
    steps: [
      get(
        ['STRA\u00dfE', 'STRASSE', '\u00e4rger', '[x]*?', 'x'].map((name) => value(name, 'SOFTWARE\\Names')),
        [dword(1), dword(2), dword(3), dword(4), noValue],
      ),
    ],
  },
];
