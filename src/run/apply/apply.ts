import type { Journal } from '../../journal/journal.ts';
import { roomFor } from '../../journal/reserve.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { type HostPlan, PLAN_SCHEMA, type Plan } from '../../model/plan.ts';
import { digestHolds } from '../../plan/digest.ts';
import type { RunContext } from '../context.ts';
import { refuseSameMachine } from '../observe/survey-fleet.ts';
import { outcome } from '../outcomes.ts';
import { applyHost } from './apply-host.ts';
import type { Consent } from './consent.ts';
import { type EndedRun, journalledRun } from './journalled-run.ts';
import { type LeftRun, readLeftRuns } from './left-runs.ts';
import { notReachedText } from './profile-answers.ts';

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
  const verb = plan.undoes === undefined ? 'apply' : 'rollback';
  const left = await readLeftRuns(context.data.runs);
  return journalledRun(context, { verb, plan, room: roomFor(wanted) }, wanted, (hostPlan, run, journal) =>
    applyKnownHost(
      context,
      journal,
      run,
      hosts.get(hostPlan.host),
      hostPlan,
      consent,
      plan,
      left.get(hostPlan.host) ?? [],
    ),
  );
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
