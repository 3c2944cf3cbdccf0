/**
 * The verbs for other programs. A controller is opened once; each verb then takes hosts by the same selectors as the command line and
 * answers with values: a host's failure is its outcome, never a rejection. What is wrong with the request itself rejects with an
 * `ExpectedError`, whose message says what, where and the next move.
 *
 *     const controller = await openController({ inventory: 'inventory.yaml' });
 *     const plan = await makePlan(controller, ['EX01'], { remedy: ['exchange-mapi-sessions'], set: ['limit=64'] });
 *     const ended = await apply(controller, plan, { allow: ['service.restart'] });
 *     if (ended.exitCode !== 0) await apply(controller, await planRollback(controller, ended.run), {});
 */

import { lookForCauses, type SoughtCauses } from './commands/diagnose/look-for-causes.ts';
import { assign, type RemedyChoice } from './commands/steps/assignments.ts';
import type { Controller } from './commands/steps/controller.ts';
import { selectHosts } from './inventory/index.ts';
import { findAppliedRun } from './journal/find-applied-run.ts';
import { hostsOf } from './journal/run-story.ts';
import type { DiagnosedHost } from './model/causal-chain.ts';
import type { EffectKind } from './model/effect.ts';
import { UsageError } from './model/errors.ts';
import { TIMED_UNDO } from './model/guard.ts';
import type { HostOutcome } from './model/outcome.ts';
import type { Plan } from './model/plan.ts';
import { applyPlan } from './run/apply/apply.ts';
import { type EndedRun, runExitCode } from './run/apply/journalled-run.ts';
import type { RunContext } from './run/context.ts';
import { surveyFleet } from './run/observe/survey-fleet.ts';
import { makePlan as freeze } from './run/planning/make-plan.ts';
import { planOfFixes } from './run/planning/plan-of-fixes.ts';
import { planRollback as planInverse } from './run/planning/plan-rollback.ts';
import { findLeftBehind as find, type LeftBehind, recoverHosts } from './run/recover/recover.ts';
import type { Recovery } from './run/recover/recover-host.ts';

export type { RemedyChoice } from './commands/steps/assignments.ts';
export { type Controller, type ControllerOptions, openController } from './commands/steps/controller.ts';
export type { DiagnosedHost, LikelyCause } from './model/causal-chain.ts';
export * from './model/errors.ts';
export type { HostOutcome, HostStatus } from './model/outcome.ts';
export type { Change, HostPlan, Plan } from './model/plan.ts';
export { Secret } from './model/secret.ts';
export type { EndedRun } from './run/apply/journalled-run.ts';
export type { LeftBehind } from './run/recover/recover.ts';
export type { Recovery } from './run/recover/recover-host.ts';

/** What a caller agrees to beyond the values of the plan itself. */
export interface Allowed {
  /** Kinds of effects that may happen; none without it. */
  readonly allow?: readonly EffectKind[];
  /** Set values whose effect is not allowed all the same: set, not in force. */
  readonly keepWithoutEffects?: boolean;
  /** The run whose left-behind lock may be broken. */
  readonly breakLock?: string;
  /** What is set is taken back by the hosts themselves after so many seconds (300 to 7776000), whatever the plan says of that. */
  readonly undoAfterSeconds?: number;
  /** Only these hosts of the plan. */
  readonly hosts?: ReadonlySet<string>;
}

const inventorys: RemedyChoice = { remedy: [], set: [] };

/** Judges hosts and changes nothing. Hosts that are held to no remedy are judged by all of them. `exitCode` as on the command line. */
export async function check(
  controller: Controller,
  selectors: readonly string[],
  choice: RemedyChoice = inventorys,
): Promise<{ readonly outcomes: readonly HostOutcome[]; readonly exitCode: number }> {
  const surveyed = await survey(controller, selectors, choice, 'every-remedy');
  const outcomes = surveyed.map(({ outcome }) => outcome);
  return { outcomes, exitCode: runExitCode(controller.context, outcomes) };
}

/**
 * Explains trouble and changes nothing: what was seen, what brought about what, likely causes with their fixes. `plan` makes a plan of those
 * fixes that are changes, from what was read; hosts of state files have no place in it.
 */
export async function diagnose(
  controller: Controller,
  selectors: readonly string[],
  sought: Partial<SoughtCauses> = {},
): Promise<{
  readonly hosts: readonly DiagnosedHost[];
  readonly exitCode: number;
  readonly plan: () => Promise<Plan>;
}> {
  const looking = {
    ...controller,
    select: (said: readonly string[]) => selectHosts(controller.inventory, said, []),
    known: (names: readonly string[]) => names.flatMap((name) => controller.hosts.get(name) ?? []),
    atWork: <Result>(_hosts: readonly string[], work: (context: RunContext) => Promise<Result>) =>
      work(controller.context),
  };
  const { hosts, exitCode, surveyed } = await lookForCauses(
    selectors.length === 0 ? undefined : looking,
    selectors,
    { state: [], set: [], ...sought },
    () => {},
  );
  const live = surveyed.filter(({ host }) => controller.hosts.has(host.name));
  return { hosts, exitCode, plan: () => planOfFixes(controller.context, live, hosts) };
}

/** What would be done, sealed and bound to the machines that answered. Changes nothing; sensitive states go to the backup store. */
export async function makePlan(
  controller: Controller,
  selectors: readonly string[],
  choice: RemedyChoice = inventorys,
): Promise<Plan> {
  return freeze(controller.context, await survey(controller, selectors, choice, 'refuse'));
}

/** Applies a plan, that of a rollback too. Each host ends applied, restored, stuck or unfinished, or was not begun. */
export async function apply(controller: Controller, plan: Plan, allowed: Allowed): Promise<EndedRun> {
  const { allow = [], keepWithoutEffects = false, breakLock, undoAfterSeconds, hosts } = allowed;
  refuseOtherTimes(undoAfterSeconds);
  await controller.unlock(controller.inventory.hosts.filter(({ name }) => isOf(plan, name)));
  const consent = {
    effect: (_host: string, { kind }: { readonly kind: EffectKind }) => allow.includes(kind),
    keepWithoutEffects,
    breakLock,
    undoAfterSeconds,
  };
  return applyPlan(controller.context, plan, controller.hosts, consent, hosts);
}

function refuseOtherTimes(seconds: number | undefined): void {
  if (seconds === undefined) return;
  const { shortest, longest } = TIMED_UNDO;
  if (!Number.isInteger(seconds) || seconds < shortest || seconds > longest)
    throw new UsageError(`undoAfterSeconds: a whole number from ${shortest} to ${longest}, found ${seconds}`);
}

/** The plan that takes a run back, made from what its hosts hold now. `run`: its name, the beginning of it, or `last` that applied something. */
export async function planRollback(
  controller: Controller,
  run: string,
  hosts?: ReadonlySet<string>,
): Promise<Plan> {
  const { records, header } = (await findAppliedRun(controller.context.data.runs, run)).journal;
  const touched = hostsOf(records).filter((name) => hosts?.has(name) ?? true);
  await controller.unlock(controller.inventory.hosts.filter(({ name }) => touched.includes(name)));
  return planInverse(controller.context, header.run, controller.hosts, hosts);
}

/** What runs without an end left on hosts, by the journals here and the hosts' own records. Changes nothing. */
export async function findLeftBehind(
  controller: Controller,
  selectors: readonly string[],
): Promise<LeftBehind> {
  const hosts = selectHosts(controller.inventory, selectors, []);
  await controller.unlock(hosts);
  return find(controller.context, hosts);
}

/** Settles what was found, by what each host holds by then. `breakLock` names the run of another controller that may be settled too. */
export const recover = (
  controller: Controller,
  { found }: LeftBehind,
  how: Recovery = 'undo',
  breakLock?: string,
): Promise<EndedRun> => recoverHosts(controller.context, found, controller.hosts, how, breakLock);

async function survey(
  controller: Controller,
  selectors: readonly string[],
  choice: RemedyChoice,
  whenNone: 'every-remedy' | 'refuse',
) {
  const hosts = selectHosts(controller.inventory, selectors, []);
  const assigned = assign(hosts, choice, whenNone);
  await controller.unlock(hosts);
  return surveyFleet(controller.context, hosts, ({ name }) => assigned.get(name) ?? []);
}

const isOf = (plan: Plan, name: string): boolean => plan.hosts.some(({ host }) => host === name);
