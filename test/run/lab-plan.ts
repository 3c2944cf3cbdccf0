import type { Plan } from '../../src/model/plan.ts';
import type { Precondition } from '../../src/model/precondition.ts';
import type { EffectWish, Wish } from '../../src/model/remedy.ts';
import { applyPlan } from '../../src/run/apply/apply.ts';
import type { Consent } from '../../src/run/apply/consent.ts';
import type { EndedRun } from '../../src/run/apply/journalled-run.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { allowAll, type Lab, wanting } from './lab.ts';

/** A plan for all hosts of the lab that makes these wishes true. */
export async function planFor(
  lab: Lab,
  wishes: readonly Wish[],
  effects: readonly EffectWish[] = [],
  preconditions: readonly Precondition[] = [],
): Promise<Plan> {
  const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () =>
    wanting(wishes, effects, preconditions),
  );
  return makePlan(lab.context, surveyed);
}

export const applyIn = (lab: Lab, plan: Plan, consent: Consent = allowAll): Promise<EndedRun> =>
  applyPlan(lab.context, plan, lab.hosts, consent);
