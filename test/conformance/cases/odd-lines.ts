import type { Case, Step } from '../case.ts';
import { has, time } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  change,
  dword,
  get,
  hello,
  keep,
  noValue,
  restored,
  set,
  undo,
  value,
} from '../vocabulary.ts';

const nothing = '{"n":7,"verb":"=get","resources":[]}';
const odd = (about: string, line: string): Step => ({ about, line, n: 0, error: 'malformed' });
const fine = (about: string, line: string): Step => ({ about, line, n: 7, reply: { states: [] } });

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const mtuOf = (index: string) => `[{"kind":"=interface-mtu","interface":${index},"family":"=IPv4"}]`;

/** What PowerShell's own comparison of texts takes for nothing at all, and what it takes for the same as another. */
const unseen = ['\u0000', '\u00ad', '\u200b'];
const composed = change('composed', value('\u00e9'), noValue, dword(1));
const combining = change('combining', value('e\u0301'), noValue, dword(2));

const path = 'HKLM\\SOFTWARE\\Setright Test';
/** Larger on the line than any reply may be: six characters each. */
const huge = '\u20ac'.repeat(1_400_000);

/** Lines that no controller of ours sends, and that a line with a fault on it may bring: an error each, and never silence. */
export const oddLineCases: readonly Case[] = [
  {
    name: 'bytes around a request, and in it, that JSON has no place for',
    steps: [
      odd('a byte order mark', `\ufeff${nothing}`),
      odd('a NUL before', `\u0000${nothing}`),
      odd('a NUL behind', `${nothing}\u0000`),
      odd('a NUL between', nothing.replace(',', ',\u0000')),
      odd('UTF-16', Buffer.from(nothing, 'utf16le').toString('latin1')),
      odd('a form feed', `${nothing}\f`),
      odd('a space that does not break', `${nothing}\u00a0`),
      odd('a next line', `${nothing}\u0085`),
      odd('a hyphen that is not shown', `${nothing}\u00ad`),
      odd('a line end in a text', '{"n":7,"verb":"=g\ret","resources":[]}'),
      odd('more than a request', `${nothing} x`),
      odd('a comma too many', nothing.replace(']', '],')),
      odd('a comment', nothing.replace(',', ',/* */')),
      odd('single quotes', nothing.replaceAll('"', "'")),
      odd('an escape that is none', nothing.replace('get', 'ge\\x74')),
      fine('the line end of Windows', `${nothing}\r`),
      fine('line ends between', nothing.replace(',', ',\r')),
      fine('an escape', nothing.replace('get', 'ge\\u0074')),
      hello(),
    ],
    writes: 'none',
  },
  {
    name: 'a number is one number however it is written, and none when nothing can hold it',
    steps: [
      fine('a fraction of nothing', nothing.replace('7', '7.0')),
      fine('an exponent', nothing.replace('7', '0.7e1')),
      odd('an octal one', nothing.replace('7', '07')),
      odd('a sign', nothing.replace('7', '+7')),
      odd('no digits behind the point', nothing.replace('7', '7.')),
      odd('a hexadecimal one', nothing.replace('7', '0x7')),
      odd('not a number', nothing.replace('7', 'NaN')),
      odd('more than can be counted', nothing.replace('7', '9007199254740993')),
      odd('more than a double holds', nothing.replace('7', '1e999')),
      odd('the same where nobody looks', nothing.replace('[]', '[],"later":[-1e999]')),
      { line: nothing.replace('[]', mtuOf('1e0')), n: 7, reply: { states: [{ $: 'any' }] } },
      { line: nothing.replace('[]', mtuOf('4294967296')), n: 7, error: 'malformed' },
      begin('r1', [c1]),
      {
        about: 'a state with them',
        line: '{"n":8,"verb":"=set","run":"=r1","change":"=c1","expect":{"status":"=present","value":{"kind":"=REG_DWORD","data":3.2e1}},"want":{"status":"=present","value":{"kind":"=REG_DWORD","data":64.0}}}',
        n: 8,
        reply: { found: dword(32), now: dword(64) },
      },
      keep('r1'),
    ],
  },
  {
    name: 'a state, a change or a resource that is no object',
    steps: [null, true, 7, 'absent', [], ['absent']].flatMap((wrong): readonly Step[] => [
      ask('get', { resources: [wrong] }, { error: 'malformed' }),
      ask('set', { run: 'r1', change: 'c1', expect: wrong, want: dword(64) }, { error: 'malformed' }),
      ask('set', { run: 'r1', change: 'c1', expect: dword(32), want: wrong }, { error: 'malformed' }),
      begin('r1', [wrong as never], { error: 'malformed' }),
      begin('r1', [{ ...c1, resource: wrong as never }], { error: 'malformed' }),
      begin('r1', [{ ...c1, before: wrong as never }], { error: 'malformed' }),
    ]),
    writes: 'none',
  },
  {
    name: 'a lease is longer than nothing and no longer than 90 days',
    steps: [
      ...[0, -1, 90 * 86_400 + 1, 1e30].map((leaseSeconds) =>
        begin('r1', [c1], { error: 'malformed' }, { leaseSeconds }),
      ),
      begin('r1', [c1], {}, { leaseSeconds: 90 * 86_400 }),
      set('r1', c1),
      keep('r1'),
    ],
  },
  {
    name: 'a character that no culture sees makes another text of it',
    steps: [
      ...unseen.flatMap((character): readonly Step[] => [
        ask('get', { resources: [{ ...value('Dword'), hive: `HKLM${character}` }] }, { error: 'malformed' }),
        begin('r1', [{ ...c1, before: { status: `absent${character}`, missing: 'value' } as never }], {
          error: 'malformed',
        }),
      ]),
      begin('r1', [c1]),
      ...unseen.flatMap((character): readonly Step[] => [
        set('r1', { ...c1, id: `c1${character}` }, { error: 'not-in-record' }),
        ask('keep', { run: 'r1', notInForce: [`c1${character}`] }, { error: 'not-in-record' }),
      ]),
      set('r1', c1),
      keep('r1'),
    ],
  },
  {
    name: 'a value whose name is composed otherwise supersedes nothing, and is undone by itself',
    steps: [
      ...applied('r1', composed),
      keep('r1', ['composed']),
      ...applied('r2', combining),
      keep('r2'),
      hello(
        has({
          runs: [
            has({
              run: 'r1',
              notInForce: [{ change: 'composed', resource: composed.resource, since: time }],
            }),
          ],
        }),
      ),
      undo('r2', 'restored', restored(combining)),
      get([composed.resource, combining.resource], [dword(1), noValue]),
    ],
  },
  {
    name: 'a drift to more than a reply can hold is told without it, and the session goes on',
    steps: [
      begin('r1', [c1]),
      { rival: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_SZ', data: huge }] }] } },
      set('r1', c1, { error: 'drifted', data: {} }),
      { rival: { registry: [{ path, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 32 }] }] } },
      set('r1', c1),
      keep('r1'),
    ],
  },
];
