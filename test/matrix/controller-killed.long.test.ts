import { expect, it } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';
import { expectFreshApply, expectRollback, type Killed, killController } from '../run/kill-controller.ts';
import { Lab, settings } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { type MatrixPlan, matrixPlans } from './plans.ts';

/** The row of the matrix that needs a process to kill: SIGKILL at everything the run tells of, for each plan that goes forward. */
it.each(matrixPlans.filter(({ rollsBack }) => !rollsBack))(
  '$name: a controller killed anywhere leaves what a fresh apply or a rollback brings to an exact end',
  async (plan) => {
    const { after, words } = await undisturbed(plan);
    expect(words).toBeGreaterThan(20);
    const deaths = Array.from({ length: words }, (_, index) => index + 1);
    const signals = await eachInParallel(deaths, 2, async (n) => {
      const { signal, killed } = await killAt(plan, n, after);
      await (n % 2 === 0 ? expectFreshApply(killed) : expectRollback(killed));
      return signal;
    });
    expect(signals.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(words - 5);
  },
  600_000,
);

async function undisturbed({ wishes, effects }: MatrixPlan) {
  const lab = await Lab.open();
  await lab.add('ex01');
  const plan = await planFor(lab, wishes, effects);
  lab.events.length = 0;
  await applyIn(lab, plan);
  return { after: settings(await lab.state('ex01')), words: lab.events.length };
}

async function killAt({ wishes, effects }: MatrixPlan, n: number, after: Killed['after']) {
  const lab = await Lab.open();
  const host = await lab.add('ex01');
  const before = settings(await lab.state('ex01'));
  const run = { host, plan: await planFor(lab, wishes, effects) };
  const signal = await killController(lab, run, n);
  const next = await Lab.open(lab.folder);
  next.know('ex01');
  return { signal, killed: { lab: next, run, before, after } };
}
