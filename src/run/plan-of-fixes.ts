import type { Plan } from '../model/plan.ts';
import type { RunContext } from './context.ts';
import type { FleetDiagnosis } from './diagnose-fleet.ts';
import { makePlan } from './make-plan.ts';
import { planFromSeen, type Surveyed } from './survey.ts';

/** The fixes of a diagnosis that are changes, as a plan like any other. Throws PlanConflict when two of them cannot be had together. */
export function planOfFixes(context: RunContext, { diagnosed, surveyed }: FleetDiagnosis): Promise<Plan> {
  const narrowed = surveyed.map((one): Surveyed => {
    const causes = diagnosed.find(({ host }) => host === one.host.name)?.causes ?? [];
    const wanted = new Set(causes.flatMap(({ fixes }) => fixes.flatMap(({ remedy }) => remedy ?? [])));
    if (!one.seen) return one;
    const judged = one.seen.judged.filter(({ remedy }) => wanted.has(remedy.name));
    return { ...one, plan: planFromSeen(one.host.name, { ...one.seen, judged }) };
  });
  return makePlan(context, narrowed);
}
