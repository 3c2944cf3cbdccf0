import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { listRuns, readRuns } from '../../src/journal/runs.ts';
import type { EndedRun } from '../../src/run/apply/journalled-run.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import type { KilledRun } from './killed-controller.ts';
import { type Lab, settings } from './lab.ts';
import { applyIn } from './lab-plan.ts';

/** Has another process apply, and die at its n-th word; gives the signal that ended it, null when it ended in peace. */
export async function killController(lab: Lab, run: KilledRun, n: number): Promise<string | null> {
  await writeFile(join(lab.folder, 'killed.json'), JSON.stringify(run));
  const program = join(import.meta.dirname, 'killed-controller.ts');
  const child = spawn(process.execPath, [program, lab.folder, String(n)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
}

/** What the host was and is to become. */
export interface Killed {
  readonly lab: Lab;
  readonly run: KilledRun;
  readonly before: ReturnType<typeof settings>;
  readonly after: ReturnType<typeof settings>;
}

export async function expectFreshApply({ lab, run, after }: Killed): Promise<void> {
  const { outcomes, run: name } = await applyIn(lab, run.plan);
  expect(['applied', 'nothing'], outcomes[0]?.summary).toContain(outcomes[0]?.status);
  const state = await lab.state('ex01');
  expect(settings(state)).toEqual(after);
  expect(state.files.some(({ path }) => path === 'lock.json')).toBe(false);
  expect(await told(lab, name)).toBe('kept');
  expect(mounted(state)).toEqual([]);
}

/** `attempts`: more than one where a PowerShell that lost its controller is there still, and may undo between a rollback's plan and its apply. */
export async function expectRollback({ lab, before }: Killed, attempts = 1): Promise<void> {
  const [run] = await listRuns(lab.context.data.runs);
  const ended = run === undefined ? undefined : await rollBack(lab, run, attempts);
  if (ended) {
    const { outcomes, run: back } = ended;
    expect(['applied', 'nothing'], outcomes[0]?.summary).toContain(outcomes[0]?.status);
    expect(['kept', 'restored', 'nothing']).toContain(await told(lab, back));
  }
  // A run that never began has no rollback; a hive that it had mounted to read is what recover finds.
  if (!ended) await recoverAll(lab);
  const state = await lab.state('ex01');
  expect(settings(state)).toEqual(before);
  expect(mounted(state)).toEqual([]);
}

/** A rollback that was overtaken says to make a new plan, and that is done. Undefined where there is nothing to take back. */
async function rollBack(lab: Lab, run: string, attempts: number): Promise<EndedRun | undefined> {
  const plan = await planRollback(lab.context, run, lab.hosts, undefined).catch((error: Error) => {
    expect(error.message).toMatch(/changed nothing|never began/);
    return undefined;
  });
  if (!plan) return undefined;
  const ended = await applyIn(lab, plan);
  const [{ status, summary } = { status: undefined, summary: '' }] = ended.outcomes;
  const isOvertaken = status === 'refused' && /is not as it was planned for.*make a new plan/.test(summary);
  return isOvertaken && attempts > 1 ? rollBack(lab, run, attempts - 1) : ended;
}

/** What the journals say of the run that was killed, or of `name`, the one after it: how its end is known. */
async function told(lab: Lab, name: string): Promise<string | undefined> {
  const journals = await readRuns(lab.context.data.runs, await listRuns(lab.context.data.runs));
  expect(journals.map(({ broken }) => broken)).toEqual(journals.map(() => undefined));
  const [last] = journals.filter(({ header }) => header.run === name);
  const story = tellHost(last?.records ?? [], 'ex01');
  if (story.end !== 'nothing') return story.end;
  const killed = journals.find(({ header }) => header.run !== name);
  return story.settled.at(-1)?.state ?? tellHost(killed?.records ?? [], 'ex01').end;
}

async function recoverAll({ context, hosts }: Lab): Promise<void> {
  const { found } = await findLeftBehind(context, [...hosts.values()]);
  if (found.length > 0) await recoverHosts(context, found, hosts, 'undo', undefined);
}

const mounted = ({ hives = [] }: HostState) => hives.filter(({ mountedAs }) => mountedAs !== undefined);
