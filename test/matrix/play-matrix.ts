import { Bench } from './bench-host.ts';
import { matrixFaults } from './faults.ts';
import type { MatrixPlan } from './plans.ts';
import { casesOf, playCase, type Scenario } from './play-case.ts';
import type { Row } from './table.ts';

const scenarios: readonly Scenario[] = ['apply', 'undo', 'second connection'];

/** Every `each`-th case of a plan; the scenarios side by side, each on a bench of its own. */
export async function playMatrix(plan: MatrixPlan, each = 1): Promise<readonly Row[]> {
  const rows = await Promise.all(
    scenarios.map(async (scenario) => {
      const bench = await Bench.open(plan);
      const cases = await casesOf(bench, scenario, matrixFaults);
      const played: Row[] = [];
      for (const one of cases.filter((_, index) => index % each === 0))
        played.push({ plan: plan.name, case: one, played: await playCase(bench, one) });
      return played;
    }),
  );
  return rows.flat();
}
