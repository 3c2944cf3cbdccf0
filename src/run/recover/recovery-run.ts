import type { Journal } from '../../journal/journal.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { type EndedRun, journalledRun } from '../apply/journalled-run.ts';
import type { RunContext } from '../context.ts';
import { freezePlan } from '../planning/make-plan.ts';

/** A run of the verb `recover`: it follows no plan, so an empty one stands in its journal. */
export async function recoveryRun<Item extends { readonly host: string }>(
  context: RunContext,
  items: readonly Item[],
  work: (item: Item, run: string, journal: Journal) => Promise<HostOutcome>,
): Promise<EndedRun> {
  const plan = await freezePlan(context, [], []);
  return journalledRun(context, { verb: 'recover', plan }, items, work);
}
