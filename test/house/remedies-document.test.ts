import { describe, expect, it } from 'vitest';
import { remedies } from '../../src/remedies/index.ts';
import { remediesDocument } from '../../src/report/remedies-document.ts';
import { readText } from './source-files.ts';

describe('docs/remedies.md', () => {
  it('is what the code says now; npm run remedies writes it', () => {
    expect(readText('docs/remedies.md')).toBe(remediesDocument(remedies));
  });

  it('has a row for every remedy, and none with an empty cell of what matters', () => {
    for (const { name, appliesTo, reads, changes, undo, restart, testedOn } of remedies) {
      expect({
        name,
        empty: [appliesTo, reads, changes, undo, restart].filter((cell) => cell === ''),
      }).toEqual({
        name,
        empty: [],
      });
      expect(testedOn.length, `${name} was tested on something`).toBeGreaterThan(0);
    }
  });

  it('cannot be broken by a bar in a text', () => {
    const [first] = remedies;
    if (!first) throw new Error('no remedy');
    expect(remediesDocument([{ ...first, reads: 'a | b' }])).toContain('| a \\| b |');
  });
});
