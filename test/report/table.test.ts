import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/report/table.ts';
import { indented, lengthOf, wrap } from '../../src/report/wrap.ts';

const plain = { paint: (_tone: unknown, text: string) => text };
const words = fc.array(
  fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom('a', 'é', '\\', ',', '😀', 'x') }),
  {
    maxLength: 20,
  },
);

describe('wrapping', () => {
  it('never exceeds the width and loses nothing but spaces at the breaks', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 90 }), (parts, width) => {
        const text = parts.join(' ');
        const lines = wrap(text, width);
        expect(Math.max(...lines.map(lengthOf))).toBeLessThanOrEqual(width);
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
        expect(Math.max(...drawn.split('\n').map(lengthOf))).toBeLessThanOrEqual(80);
        const count = (text: string) => [...text].filter((character) => character === '😀').length;
        expect(count(drawn)).toBe(count(rows.flat(2).join('')));
      }),
    );
  });

  it('keeps columns aligned under colour', () => {
    const drawn = table(['HOST', 'WHY'], [[{ text: 'A', tone: 'bad' }, { text: 'x' }]], {
      width: 80,
      paint: (_tone, text) => `<${text}>`,
    });
    expect(drawn).toBe('<HOST>  <WHY>\n<A>     x');
  });
});
