import { describe, expect, it } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';
import { expectFreshApply, expectRollback, killController } from './kill-controller.ts';
import { dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];
const restart = restartOf('MSExchangeIS', value('Dword'));
/** More than the run tells of: the last ones let it end in peace. */
const DEATHS = 56;

async function killAt(n: number, after: ReturnType<typeof settings>) {
  const lab = await Lab.open();
  const host = await lab.add('ex01');
  const before = settings(await lab.state('ex01'));
  const run = { host, plan: await planFor(lab, wishes, [restart]) };
  const signal = await killController(lab, run, n);
  const next = await Lab.open(lab.folder);
  next.know('ex01');
  return { n, signal, lab: next, run, before, after };
}

async function undisturbed() {
  const lab = await Lab.open();
  await lab.add('ex01');
  await applyIn(lab, await planFor(lab, wishes, [restart]));
  return settings(await lab.state('ex01'));
}

describe('a controller killed with SIGKILL', () => {
  it('before, between and after each step: a fresh apply ends in the new state, a rollback in the old one', async () => {
    const after = await undisturbed();
    const deaths = Array.from({ length: DEATHS }, (_, index) => index + 1);
    const killed = await eachInParallel(deaths, 2, (n) => killAt(n, after));
    expect(killed.filter(({ signal }) => signal === 'SIGKILL').length).toBeGreaterThan(25);
    expect(killed.at(-1)?.signal).toBeNull();
    for (const each of killed) await (each.n % 2 === 0 ? expectFreshApply(each) : expectRollback(each));
  }, 300_000);
});
