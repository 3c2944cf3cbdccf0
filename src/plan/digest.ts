import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';

export type PlanDraft = Omit<Plan, 'digest'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Freezes a plan: the digest covers all of it. It shows accident and editing, not forgery; `apply --digest` binds an approval to it. */
export const sealPlan = (draft: PlanDraft): Plan => ({ ...draft, digest: sha256(canonicalJson(draft)) });

export function digestHolds(plan: Plan): boolean {
  const { digest, ...draft } = plan;
  return digest === sha256(canonicalJson(draft));
}
