import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/report/table.ts';
import { columnsOf, indented, wrap } from '../../src/report/wrap.ts';

const plain = { paint: (_tone: unknown, text: string) => text };
const words = fc.array(
  fc.string({
    minLength: 1,
    maxLength: 60,
    unit: fc.constantFrom('a', 'é', 'e\u0301', '\\', ',', '😀', '語', 'x'),
  }),
  {
    maxLength: 20,
  },
);

describe('wrapping', () => {
  it('never exceeds the width and loses nothing but spaces at the breaks', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 90 }), (parts, width) => {
        const text = parts.join(' ');
        const lines = wrap(text, width);
        expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('breaks a registry path behind a backslash, and hangs what follows', () => {
    expect(wrap('- HKLM\\SYSTEM\\CurrentControlSet', 20), 'no bullet stands alone').toEqual([
      '- HKLM\\SYSTEM\\',
      'CurrentControlSet',
    ]);
    expect(wrap('HKLM\\SYSTEM\\CurrentControlSet\\Services', 20)).toEqual([
      'HKLM\\SYSTEM\\',
      'CurrentControlSet\\',
      'Services',
    ]);
    expect(indented('one two three', 9, 2, 2)).toBe('  one\n    two\n    three');
  });
});

describe('a table', () => {
  const cells = fc.array(fc.tuple(words, words, words), { maxLength: 6 });

  it('fits 80 columns whatever stands in it, and holds all of it', () => {
    fc.assert(
      fc.property(cells, (rows) => {
        const drawn = table(
          ['ONE', 'TWO', 'THREE'],
          rows.map((row) => row.map((parts) => ({ text: parts.join(' ') }))),
          { ...plain, width: 80 },
        );
        expect(Math.max(...drawn.split('\n').map(columnsOf))).toBeLessThanOrEqual(80);
        const count = (text: string) => [...text].filter((character) => character === '😀').length;
        expect(count(drawn)).toBe(count(rows.flat(2).join('')));
      }),
    );
  });

  it('keeps the words of narrow columns whole as long as the sentences can give way', () => {
    const drawn = table(
      ['HOST', 'VERDICT', 'WHY'],
      [[{ text: 'EX01' }, { text: 'not-applicable' }, { text: 'Nobody was named: say for whom.' }]],
      { ...plain, width: 40 },
    );
    expect(drawn.split('\n')).toEqual([
      'HOST  VERDICT         WHY',
      'EX01  not-applicable  Nobody was named:',
      '                      say for whom.',
    ]);
  });

  it('breaks a long name before it takes the room of the sentences', () => {
    const drawn = table(
      ['HOST', 'WHY'],
      [[{ text: `mail.${'division.'.repeat(7)}example` }, { text: 'No event 9646 in the last week.' }]],
      { ...plain, width: 60 },
    );
    expect(drawn).toMatch(/^mail\.(division\.)+\S* {2}No event 9646 in the last$/m);
  });

  it('aligns what takes two columns a character, or none', () => {
    const row = (text: string) => [{ text }, { text: '|' }];
    const drawn = table(['A', 'B'], [row('郵便'), row('abcd'), row('cafe\u0301')], { ...plain, width: 80 });
    expect(drawn.split('\n')).toEqual(['A     B', '郵便  |', 'abcd  |', 'cafe\u0301  |']);
  });

  it('keeps columns aligned under colour', () => {
    const drawn = table(['HOST', 'WHY'], [[{ text: 'A', tone: 'bad' }, { text: 'x' }]], {
      width: 80,
      paint: (_tone, text) => `<${text}>`,
    });
    expect(drawn).toBe('<HOST>  <WHY>\n<A>     x');
  });
});
