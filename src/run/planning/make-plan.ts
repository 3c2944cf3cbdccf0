import type { HostLeftOut, HostPlan, Plan } from '../../model/plan.ts';
import { PLAN_SCHEMA } from '../../model/plan.ts';
import type { ExactHostPlan } from '../../plan/assemble.ts';
import { sealPlan } from '../../plan/digest.ts';
import { lastingFor } from '../../plan/temporary.ts';
import type { RunContext } from '../context.ts';
import type { Surveyed } from '../observe/survey.ts';
import { sealHostPlan } from './seal.ts';

/**
 * Freezes what a survey found into a plan. Hosts without a plan stay in it as left out, so that nobody takes them for compliant.
 * With `undoAfterSeconds` all of it is for so long only.
 */
export async function makePlan(
  context: RunContext,
  surveyed: readonly Surveyed[],
  undoAfterSeconds?: number,
): Promise<Plan> {
  const planned = surveyed.flatMap(({ plan }) => (plan ? [lastingFor(plan, undoAfterSeconds)] : []));
  const leftOut = surveyed.flatMap(({ plan, host, outcome }): HostLeftOut[] => {
    if (plan) return [];
    const reason =
      outcome.status === 'unreachable' || outcome.status === 'unknown' ? outcome.status : 'failed';
    return [{ host: host.name, outcome: reason, why: outcome.summary }];
  });
  return freezePlan(context, planned, leftOut);
}

export async function freezePlan(
  context: RunContext,
  planned: readonly ExactHostPlan[],
  leftOut: readonly HostLeftOut[],
  undoes?: string,
): Promise<Plan> {
  const hosts: HostPlan[] = [];
  for (const plan of planned) hosts.push(await sealHostPlan(context.backups, plan));
  const { version, controller, person } = context.speaker;
  return sealPlan({
    schema: PLAN_SCHEMA,
    id: context.random(4),
    createdAt: context.clock().toISOString(),
    createdBy: { person, controller, version },
    runtime: context.runtime.sha256,
    ...(undoes === undefined ? {} : { undoes }),
    hosts,
    leftOut,
  });
}
