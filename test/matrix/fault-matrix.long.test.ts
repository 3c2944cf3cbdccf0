import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { matrixPlans } from './plans.ts';
import { playMatrix } from './play-matrix.ts';
import { matrixTable, problemsOf, type Row } from './table.ts';

const rows: Row[] = [];

/** Every request of every scenario, under every fault that can strike it; judged on the host's state, not on our words. */
it.concurrent.each(matrixPlans)(
  '$name: no case ends otherwise than old, new, or stuck with a name',
  async (plan) => {
    const played = await playMatrix(plan);
    rows.push(...played);
    expect(problemsOf(played)).toEqual([]);
  },
);

it('at least 1,500 distinct cases', () => {
  expect(new Set(rows.map(({ plan, case: { step, fault } }) => `${plan} ${step} ${fault.name}`)).size).toBe(
    rows.length,
  );
  expect(rows.length).toBeGreaterThanOrEqual(1500);
});

afterAll(() => {
  const table = matrixTable(rows);
  mkdirSync('artifacts', { recursive: true });
  writeFileSync('artifacts/fault-matrix.txt', table);
  console.log(table);
});
