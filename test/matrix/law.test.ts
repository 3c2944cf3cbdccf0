import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lawCases } from './law.ts';
import { coreOf } from './law-core.ts';
import { breachesOf } from './law-host.ts';

it('the law on the host: undo leaves the original, and what somebody else wrote', async () => {
  await fc.assert(
    fc.asyncProperty(lawCases, async (one) => {
      expect(await breachesOf(one, coreOf(one))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
