import { expect, it } from 'vitest';
import { scripts } from './scripts.ts';

/** "Verified" may be said only of what is on the disk: a key that was written to is flushed before anything else is done with it. */
it('every call that changes the registry is followed by a flush of its key', () => {
  const changing = /\.(SetValue|DeleteValue|CreateSubKey|DeleteSubKey)\(/;
  const files = scripts.filter(({ path }) => path.startsWith('windows/'));
  const found = files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) =>
      changing.test(line) ? [{ path, line: line.trim(), next: lines[index + 1]?.trim() ?? '' }] : [],
    );
  });
  expect(found.length).toBeGreaterThanOrEqual(4);
  expect(found.filter(({ next }) => !/^\$\w+\.Flush\(\)$/.test(next))).toEqual([]);
});
