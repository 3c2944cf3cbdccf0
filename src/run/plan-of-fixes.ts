import type { DiagnosedHost } from '../model/causal-chain.ts';
import type { Plan } from '../model/plan.ts';
import type { RunContext } from './context.ts';
import { makePlan } from './make-plan.ts';
import { planFromSeen, type Surveyed } from './survey.ts';

/** Remedies that are fixes here: not those that are none. */
export const fixingRemedies = ({ causes }: DiagnosedHost): ReadonlySet<string> =>
  new Set(causes.flatMap(({ fixes }) => fixes.flatMap(({ remedy }) => remedy ?? [])));

/** The fixes of a diagnosis that are changes, as a plan like any other. Throws PlanConflict when two of them cannot be had together. */
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
    return { ...one, plan: planFromSeen(one.host.name, { ...one.seen, judged }) };
  });
  return makePlan(context, narrowed);
}
