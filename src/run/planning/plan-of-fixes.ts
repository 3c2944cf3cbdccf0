import type { DiagnosedHost } from '../../model/causal-chain.ts';
import type { Plan } from '../../model/plan.ts';
import { PlanConflict } from '../../plan/assemble.ts';
import type { RunContext } from '../context.ts';
import { planFromSeen, type Surveyed } from '../observe/survey.ts';
import { makePlan } from './make-plan.ts';

/** Remedies that are fixes here: not those that are none. */
export const fixingRemedies = ({ causes }: DiagnosedHost): ReadonlySet<string> =>
  new Set(causes.flatMap(({ fixes }) => fixes.flatMap(({ remedy }) => remedy ?? [])));

/** The fixes of a diagnosis that are changes, as a plan like any other. A host whose fixes cannot be had together is left out, with the reason. */
export function planOfFixes(
  context: RunContext,
  surveyed: readonly Surveyed[],
  diagnosed: readonly DiagnosedHost[],
): Promise<Plan> {
  const narrowed = surveyed.map((one): Surveyed => {
    const found = diagnosed.find(({ host }) => host === one.host.name);
    if (!one.seen || !found) return one;
    const wanted = fixingRemedies(found);
    const judged = one.seen.judged.filter(({ remedy }) => wanted.has(remedy.name));
    try {
      return { ...one, plan: planFromSeen(one.host.name, { ...one.seen, judged }) };
    } catch (error) {
      if (!(error instanceof PlanConflict)) throw error;
      return {
        ...one,
        plan: undefined,
        outcome: { ...one.outcome, status: 'unknown', summary: error.message },
      };
    }
  });
  return makePlan(context, narrowed);
}
