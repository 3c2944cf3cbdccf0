import { Journal } from '../../journal/journal.ts';
import { roomFor } from '../../journal/reserve.ts';
import { newRunName } from '../../journal/runs.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { exitCodeOf, type HostOutcome, type HostStatus } from '../../model/outcome.ts';
import { type HostPlan, PLAN_SCHEMA, type Plan } from '../../model/plan.ts';
import { digestHolds } from '../../plan/digest.ts';
import { tellStalled } from '../connect/narrow.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { refuseSameMachine } from '../observe/survey-fleet.ts';
import { messageOf, outcome } from '../outcomes.ts';
import { applyHost } from './apply-host.ts';
import type { Consent } from './consent.ts';
import { type LeftRun, readLeftRuns } from './left-runs.ts';
import { notReachedText } from './profile-answers.ts';

/** A run that has ended: one outcome per host, in the order of the plan, and the head of its chain for keeping elsewhere. */
export interface EndedRun {
  readonly run: string;
  readonly outcomes: readonly HostOutcome[];
  readonly exitCode: number;
  readonly chainHead: string;
}

/** Refuses a plan that is not what was sealed: another version's, edited, or with one machine under two names. */
export function checkPlan(plan: Plan): void {
  if (plan.schema !== PLAN_SCHEMA)
    throw new UsageError(
      `this version applies ${PLAN_SCHEMA}, the plan is ${String(plan.schema)}; make a new plan`,
    );
  if (!digestHolds(plan))
    throw new UsageError(
      `plan ${plan.id}: its digest does not hold, so it was changed after it was made. Make a new plan`,
    );
  refuseSameMachine(plan.hosts);
}

/** The states of a plan were read by one runtime; another might read them otherwise, and find drift or agreement where there is none. */
export function refuseOtherReader(
  plan: Plan,
  {
    runtime,
    speaker,
  }: { readonly runtime: { readonly sha256: string }; readonly speaker: { readonly version: string } },
): void {
  if (plan.runtime !== runtime.sha256)
    throw new UsageError(
      `plan ${plan.id} was made by Setright ${plan.createdBy.version} (runtime ${plan.runtime.slice(0, 12)}), this is ${speaker.version} ` +
        `(runtime ${runtime.sha256.slice(0, 12)}): its states were read by other scripts. Make a new plan`,
    );
}

/**
 * Applies a plan to its hosts, or to those of them that `chosen` names; `hosts` is what the inventory knows. Writes the journal before
 * each step; ends each host applied, restored, stuck or unfinished, or refused before anything was written.
 */
export async function applyPlan(
  context: RunContext,
  plan: Plan,
  hosts: ReadonlyMap<string, Host>,
  consent: Consent,
  chosen?: ReadonlySet<string>,
): Promise<EndedRun> {
  checkPlan(plan);
  refuseOtherReader(plan, context);
  const wanted = plan.hosts.filter(({ host }) => chosen?.has(host) ?? true);
  const run = newRunName(context.clock(), () => context.random(3));
  const journal = await Journal.create(context.data.runs, run, context.clock, roomFor(wanted));
  const { version, controller, person } = context.speaker;
  const verb = plan.undoes === undefined ? 'apply' : 'rollback';
  const startedAt = context.clock().toISOString();
  const left = await readLeftRuns(context.data.runs);
  try {
    await journal.append({
      event: 'run-begun',
      schema: 'setright/journal@1',
      run: { run, verb, startedAt, person, controller, version, plan },
    });
    const outcomes = await eachInParallel(wanted, context.limits.parallel, async (hostPlan) => {
      context.watch({ kind: 'host-started', host: hostPlan.host });
      const worked = await applyKnownHost(
        context,
        journal,
        run,
        hosts.get(hostPlan.host),
        hostPlan,
        consent,
        plan,
        left.get(hostPlan.host) ?? [],
      );
      const ended = await writtenDown(journal, tellStalled(context, worked));
      context.watch({ kind: 'host-ended', host: hostPlan.host, outcome: ended });
      return ended;
    });
    const exitCode = runExitCode(context, outcomes);
    await journal.append({ event: 'run-ended', exitCode }).catch(() => {});
    return { run, outcomes, exitCode, chainHead: journal.head };
  } finally {
    await journal.close();
  }
}

/** Of a host with one of these nothing was written there: it is told by the report alone when it cannot be written down. */
const NOTHING_WRITTEN: readonly HostStatus[] = ['refused', 'waits', 'cancelled', 'unreachable', 'unknown'];

/** A host whose end cannot be written down needs a person: the other side's record tells what happened there. */
export async function writtenDown(journal: Journal, ended: HostOutcome): Promise<HostOutcome> {
  try {
    await journal.append({ event: 'host-ended', host: ended.host, outcome: ended });
    return ended;
  } catch (error) {
    if (NOTHING_WRITTEN.includes(ended.status)) return ended;
    const unwritten = `${ended.summary}; this controller's record of the run is incomplete, for the journal could not be written: ${messageOf(error)}. The host's own record tells how it ended`;
    return { ...ended, status: 'unfinished', summary: unwritten };
  }
}

async function applyKnownHost(
  context: RunContext,
  journal: Journal,
  run: string,
  host: Host | undefined,
  plan: HostPlan,
  consent: Consent,
  { undoes, createdAt }: Pick<Plan, 'undoes' | 'createdAt'>,
  left: readonly LeftRun[],
): Promise<HostOutcome> {
  if (!host)
    return outcome(
      plan.host,
      'refused',
      'the inventory no longer names this host; nothing was done. Name it there as the plan does, or make a new plan',
      {
        connections: 0,
      },
    );
  const idle = plan.changes.length === 0 && plan.effects.length === 0 && plan.conflicts.length === 0;
  const away = notReachedText(plan.profiles ?? []);
  if (idle && undoes === undefined && away !== '')
    return outcome(plan.host, 'differs', `the plan has nothing to do here; ${away}`, {
      connections: 0,
      profiles: plan.profiles ?? [],
    });
  // A rollback looks in any case: the run that it takes back may be open on the host.
  if (idle && undoes === undefined)
    return outcome(plan.host, 'nothing', 'the plan has nothing to do here', { connections: 0 });
  return applyHost(context, journal, run, host, plan, consent, { undoes, createdAt }, left);
}

/** A run that was cut short says so, unless a host of it needs a person. */
export function runExitCode(context: RunContext, outcomes: readonly HostOutcome[]): number {
  const code = exitCodeOf(outcomes.map(({ status }) => status));
  const cutShort = outcomes.some(({ status }) => status === 'cancelled' || status === 'restored');
  return context.cancellation.stopping && cutShort && code !== 4 ? 130 : code;
}
