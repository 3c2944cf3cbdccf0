import { describe, test } from 'vitest';
import { remedyTable } from '../../src/remedies/index.ts';
import { expectPlayed } from './expect-played.ts';
import { hostCasesOf, playHostCase } from './host-case.ts';

/** Every remedy on hosts that are sick, healthy, look sick and are not: checked, planned, applied, verified, and put back to the byte. */
const played = Object.keys(remedyTable).filter((name) => hostCasesOf(name).length > 0);

describe.each(played)('%s on whole hosts', (name) => {
  const cases = hostCasesOf(name);

  test.each(cases.map(([file, entry]) => ({ file, title: entry.title, entry })))(
    '$file: $title',
    async ({ entry: { expected, ...entry } }) => {
      expectPlayed(await playHostCase(name, { ...entry, expected }), expected);
    },
  );
});
