import { expect, it } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';
import { expectFreshApply, expectRollback, type Killed, killController } from '../run/kill-controller.ts';
import { Lab, settings } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { type MatrixPlan, matrixPlans, prepareHost } from './plans.ts';

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

async function undisturbed(what: MatrixPlan) {
  const lab = await labOf(what);
  await lab.add('ex01', (state) => prepareHost(state, what));
  const plan = await planFor(lab, what.wishes, what.effects);
  lab.events.length = 0;
  const { outcomes } = await applyIn(lab, plan);
  expect(outcomes.map(({ status }) => status)).toEqual(['applied']);
  return { after: settings(await lab.state('ex01')), words: lab.events.length };
}

async function killAt(what: MatrixPlan, n: number, after: Killed['after']) {
  const lab = await labOf(what);
  const host = await lab.add('ex01', (state) => prepareHost(state, what));
  const before = settings(await lab.state('ex01'));
  const plan = await planFor(lab, what.wishes, what.effects);
  const run = { host, plan, loadHives: what.hasUsers ?? false };
  const signal = await killController(lab, run, n);
  const next = await labOf(what, lab.folder);
  next.know('ex01');
  return { signal, killed: { lab: next, run, before, after } };
}

async function labOf({ hasUsers }: MatrixPlan, folder?: string): Promise<Lab> {
  const lab = await Lab.open(folder);
  lab.context = { ...lab.context, loadHives: hasUsers ?? false };
  return lab;
}
