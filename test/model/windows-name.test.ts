import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase, sameName } from '../../src/model/windows-name.ts';

test.each([
  ['MSExchangeIS', 'msexchangeis', true],
  ['Ärger', 'äRGER', true],
  ['straße', 'STRASSE', false],
  ['ı', 'I', false],
  ['ſ', 'S', false],
  ['\ufb00', 'FF', false],
])('%s and %s are one name: %s', (left, right, same) => {
  expect(sameName(left, right)).toBe(same);
});

test('folding keeps the length, says the same twice, and takes nothing for a backslash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const folded = foldCase(name);
      expect(folded).toHaveLength(name.length);
      expect(foldCase(folded)).toBe(folded);
      expect(folded.split('\\')).toHaveLength(name.split('\\').length);
    }),
  );
});
