import { readPlanFile } from '../../journal/plan-file.ts';
import { UsageError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import { checkPlan } from '../../run/apply/apply.ts';

/** The plan in a file, unchanged since it was made; and no other than the one with this digest, where somebody approved one. */
export async function readApprovedPlan(path: string, digest: string | undefined): Promise<Plan> {
  const plan = await readPlanFile(path);
  checkPlan(plan);
  if (digest !== undefined && digest !== plan.digest)
    throw new UsageError(
      `${path}: its digest is ${plan.digest}, not ${digest}; it is not the plan that was approved`,
    );
  return plan;
}
