import { expect, it } from 'vitest';
import { matrixPlans } from './plans.ts';
import { playMatrix } from './play-matrix.ts';
import { problemsOf } from './table.ts';

/** Every so many cases; all of them are in fault-matrix.long.test.ts. A prime, so that each fault comes by at another step. */
const EACH = 17;

it('a sample of the fault matrix: each case ends in the old state, the new one, or stuck with a name', async () => {
  const rows = (await Promise.all(matrixPlans.map((plan) => playMatrix(plan, EACH)))).flat();
  expect(rows.length).toBeGreaterThan(130);
  expect(problemsOf(rows)).toEqual([]);
}, 120_000);
