import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../src/journal/runs.ts';
import { eachInParallel } from '../../src/run/fleet.ts';
import { planRollback } from '../../src/run/plan-rollback.ts';
import { dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];
const restart = restartOf('MSExchangeIS', value('Dword'));
/** More than the run tells of: the last ones let it end in peace. */
const DEATHS = 56;

/** A controller that was killed at its n-th word, and how the process ended. */
async function killAt(n: number) {
  const lab = await Lab.open();
  await lab.add('ex01');
  const before = settings(await lab.state('ex01'));
  const plan = await planFor(lab, wishes, [restart]);
  await writeFile(join(lab.folder, 'plan.json'), JSON.stringify(plan));
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'killed-controller.ts'), lab.folder, String(n)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
  const next = await Lab.open(lab.folder);
  next.know('ex01');
  return { n, lab: next, plan, before, signal };
}

type Killed = Awaited<ReturnType<typeof killAt>>;

async function applyAfresh({ lab, plan, before }: Killed) {
  const { outcomes, run } = await applyIn(lab, plan);
  expect(['applied', 'nothing']).toContain(outcomes[0]?.status);
  const after = await lab.state('ex01');
  expect(settings(after).services).toEqual(before.services);
  expect(after.registry.flatMap(({ values }) => values).filter(({ data }) => data === 64)).toHaveLength(1);
  expect(after.files.some(({ path }) => path === 'lock.json')).toBe(false);
  expect((await lab.journal(run)).broken).toBeUndefined();
}

async function rollBack({ lab, before }: Killed) {
  const [run] = await listRuns(lab.context.data.runs);
  if (!run) return expect(settings(await lab.state('ex01'))).toEqual(before);
  const plan = await planRollback(lab.context, run, lab.hosts, undefined).catch((error: Error) => {
    expect(error.message).toMatch(/changed nothing|never began/);
    return undefined;
  });
  if (plan) {
    const { outcomes } = await applyIn(lab, plan);
    expect(['applied', 'nothing']).toContain(outcomes[0]?.status);
  }
  expect(settings(await lab.state('ex01'))).toEqual(before);
}

describe('a controller killed with SIGKILL', () => {
  it('before, between and after each step: a fresh apply ends in the new state, a rollback in the old one', async () => {
    const deaths = Array.from({ length: DEATHS }, (_, index) => index + 1);
    const killed = await eachInParallel(deaths, 2, killAt);
    expect(killed.filter(({ signal }) => signal === 'SIGKILL').length).toBeGreaterThan(25);
    expect(killed.at(-1)?.signal).toBeNull();
    for (const each of killed) await (each.n % 2 === 0 ? applyAfresh(each) : rollBack(each));
  }, 120_000);
});
