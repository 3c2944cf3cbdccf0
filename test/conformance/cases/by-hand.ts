import type { Case } from '../case.ts';

import {
  applied,
  ask,
  begin,
  bye,
  change,
  dword,
  holds,
  is,
  keep,
  noKey,
  noValue,
  startType,
  value,
} from '../vocabulary.ts';

const file = (...lines: readonly string[]): string => `\ufeff${lines.map((line) => `${line}\r\n`).join('')}`;
const HEAD = 'Windows Registry Editor Version 5.00';
const KEY = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Setright Test]';
const one = dword(1);
const note = (run: string, ...cannot: readonly string[]): string =>
  file(
    `Setright, run ${run} of CORP\\admin at ADMIN-PC.`,
    '',
    'To put back what still holds what this run wrote, and nothing else, from an elevated prompt:',
    `powershell -ExecutionPolicy Bypass -File "C:\\ProgramData\\Setright\\${run}\\undo.ps1"`,
    '',
    'before.reg has the registry values of before. An import of it overwrites whoever wrote since, and cannot:',
    ...cannot,
    '- put a value in force that is read only when a service or Windows starts',
    '- write down that this run is undone: only undo.ps1 and setright recover do',
  );

const kinds = [
  holds('REG_DWORD', 4294967295),
  holds('REG_QWORD', '18446744073709551614'),
  holds('REG_SZ', 'C:\\a "b" \u2019\u{1F600}'),
  holds('REG_SZ', ''),
  holds('REG_SZ', 'a\u0000\ud800'),
  holds('REG_EXPAND_SZ', '%x%'),
  holds('REG_MULTI_SZ', ['one', '\u00e4']),
  holds('REG_MULTI_SZ', []),
  holds('REG_BINARY', '00ff10'.repeat(8)),
  holds('REG_NONE', ''),
];

/** What lies beside the record for a person on the host. */
export const byHandCases: readonly Case[] = [
  {
    name: 'begin writes the values of before as a file to import, every kind, last change first',
    steps: [
      begin(
        'r1',
        kinds.map((before, index) => change(`c${index}`, value(index === 9 ? '' : `v${index}`), before, one)),
      ),
      keep('r1'),
    ],
    files: {
      'r1\\before.reg': file(
        HEAD,
        ...['', KEY, '@=hex(0):'],
        ...[
          '',
          KEY,
          '"v8"=hex:00,ff,10,00,ff,10,00,ff,10,00,ff,10,00,ff,10,00,ff,10,00,ff,\\',
          '  10,00,ff,10',
        ],
        ...['', KEY, '"v7"=hex(7):00,00'],
        ...['', KEY, '"v6"=hex(7):6f,00,6e,00,65,00,00,00,e4,00,00,00,00,00'],
        ...['', KEY, '"v5"=hex(2):25,00,78,00,25,00,00,00'],
        ...['', KEY, '"v4"=hex(1):61,00,00,00,00,d8,00,00'],
        ...['', KEY, '"v3"=""'],
        ...['', KEY, '"v2"="C:\\\\a \\"b\\" \u2019\u{1F600}"'],
        ...['', KEY, '"v1"=hex(b):fe,ff,ff,ff,ff,ff,ff,ff'],
        ...['', KEY, '"v0"=dword:ffffffff'],
      ),
      'r1\\undo.txt': note('r1'),
    },
    writes: 'none',
  },
  {
    name: 'what was absent is deleted by an import, a key only by a person; what an import cannot do is told',
    steps: [
      begin('r1', [
        change('c1', value('New "one"'), noValue, one),
        change('c2', value('x', 'SOFTWARE\\Fresh\\Deep', { view: 32 }), noKey('SOFTWARE\\Fresh'), one),
        change('c3', value('y', 'software\\wow6432node\\Z', { view: 32 }), noValue, one),
        change('c4', value('z', 'S-1-5-18\\Software\\Z', { hive: 'HKU', view: 32 }), noValue, one),
        change('c5', startType('Spooler'), is('auto'), is('manual')),
        change('c6', value('a\nb'), noValue, one),
        change('c7', value('w'), { status: 'unreadable', why: 'no' }, one),
      ]),
      keep('r1'),
    ],
    files: {
      'r1\\before.reg': file(
        HEAD,
        ...['', '; change c6 has a name that cannot be written here'],
        ...['', '[HKEY_USERS\\S-1-5-18\\Software\\Z]', '"z"=-'],
        ...['', '[HKEY_LOCAL_MACHINE\\software\\wow6432node\\Z]', '"y"=-'],
        ...['', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Fresh\\Deep]', '"x"=-'],
        ...['; when it is empty:', ';[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Fresh]'],
        ...['', KEY, '"New \\"one\\""=-'],
      ),
      'r1\\undo.txt': note(
        'r1',
        '- set the value of change c6, whose name has characters that such a file cannot hold',
        '- set service-start-type Spooler (its state of before is in record.json)',
        '- remove the key HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Fresh once it is empty',
      ),
    },
    writes: 'none',
  },
  {
    name: 'prune takes what lies beside the record with it',
    steps: [
      ...applied('r1', change('c1', value('Dword'), dword(32), dword(64))),
      keep('r1'),
      ask('prune', { runs: ['r1'] }, { reply: { pruned: ['r1'], left: [] } }),
      bye(),
    ],
    files: {
      'r1\\before.reg': null,
      'r1\\undo.txt': null,
      'r1\\record.json': null,
      'r1\\steps.ndjson': null,
    },
  },
];
