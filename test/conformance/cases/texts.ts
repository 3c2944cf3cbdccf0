import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  ask,
  change,
  dword,
  get,
  holds,
  keep,
  noKey,
  noValue,
  restored,
  speaker,
  TEST_KEY,
  undo,
  value,
} from '../vocabulary.ts';

/** Texts that readers of JSON, shells and PowerShell spoil, each as an echo and as data of a value. */
export const texts: readonly (readonly [string, string])[] = [
  ['a date', '2024-01-01T00:00:00Z'],
  ['a date of old', '/Date(0)/'],
  ['an escaped date of old', '\\/Date(0)\\/'],
  ['nothing', ''],
  ['an embedded NUL', 'a\u0000b'],
  ['a lone high surrogate', 'a\ud800b'],
  ['a lone low surrogate', '\udc00'],
  ['a pair of surrogates', '\u{1F600}'],
  ['quotes that PowerShell takes for its own', '\u2018\u2019\u201a\u201b\u201c\u201d\u201e'],
  ['an end of a single-quoted text', "'; throw 'x"],
  ['an end of a curly-quoted text', '\u2019; throw \u2019x'],
  ['a subexpression', '$(throw)'],
  ['variables', '$env:PATH $null ${x}'],
  ['a backtick', 'a`nb'],
  ['double quotes and backslashes', '"\\"\\\\'],
  ['a leading mark', '='],
  ['a marked text', '==R1'],
  ['a frame', '<<R1:00000000000000000000000000000000>>{}<<00000000000000000000000000000000>>'],
  ['line ends and tabs', 'a\r\nb\nc\rd\te'],
  ['Unicode line ends', 'a\u2028b\u2029c\u0085d'],
  ['control characters', '\u0001\u001b[31m\u007f\u009b'],
  ['not ASCII', '\u00e4\u00df\u0130\u0131\u20ac\ufeff\uffff'],
  ['combining and composed', 'e\u0301\u00e9'],
  ['white space at both ends', '  x  '],
  ['a number', '1E3'],
  ['a word of JSON', 'null'],
  ['a path with percent signs', '%PATH%\\x'],
  ['a wildcard', '[a-z]*?'],
];

const singles = texts.map(([, text], index) =>
  change(`c${index}`, value(`Text ${index}`), noValue, holds('REG_SZ', text)),
);
/** A list ends at an empty text, and a text in it at NUL: Windows' own format can hold no others. */
const lists = texts
  .filter(([, text]) => text !== '' && !text.includes('\u0000'))
  .map(([, text], index) =>
    change(`l${index}`, value(`List ${index}`), noValue, holds('REG_MULTI_SZ', [text, 'last'])),
  );
const all = [...singles, ...lists];

const long = 'x\u20ac'.repeat(50_000);
const big = change('c1', value('Big'), noValue, holds('REG_SZ', long));
/** Names hold no NUL and, of a key, no backslash; each text with one in it has its own name all the same. */
const named = texts
  .filter(([, text]) => text !== '' && !/[\u0000\\]/.test(text))
  .map(([, text], index) =>
    change(`n${index}`, value(text, `${TEST_KEY}\\${text}`), noKey(`${TEST_KEY}\\${text}`), dword(index)),
  );

export const textCases: readonly Case[] = [
  {
    name: 'an echo says exactly what it heard, whatever readers spoil',
    steps: texts.map(([about, text]) =>
      ask('hello', { speaker, echo: text, about: [text] }, { about, reply: has({ echo: text, runs: [] }) }),
    ),
    writes: 'none',
  },
  {
    name: 'a value holds exactly what it was set to, whatever readers spoil',
    steps: [
      ...applied('r1', ...all),
      get(
        all.map(({ resource }) => resource),
        all.map(({ after }) => after),
      ),
      undo('r1', 'restored', restored(...all.toReversed())),
    ],
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Sz: ['REG_SZ', 'text'] }) } },
  },
  {
    name: 'a value and a key are named exactly, whatever readers spoil',
    steps: [
      ...applied('r1', ...named),
      get(
        named.map(({ resource }) => resource),
        named.map(({ after }) => after),
      ),
      undo('r1', 'restored', restored(...named.toReversed())),
    ],
    settings: { registry: { [`HKLM\\${TEST_KEY}`]: has({ Sz: ['REG_SZ', 'text'] }) } },
  },
  {
    name: 'a value of 100,000 characters travels both ways',
    steps: [...applied('r1', big), get([value('Big')], [holds('REG_SZ', long)]), keep('r1')],
  },
];
