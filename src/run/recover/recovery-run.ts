import { Journal } from '../../journal/journal.ts';
import { newRunName } from '../../journal/runs.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { type EndedRun, runExitCode, writtenDown } from '../apply/apply.ts';
import { tellStalled } from '../connect/narrow.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { freezePlan } from '../planning/make-plan.ts';

/** A run of the verb `recover`: its journal around `work` on each item, which must not reject for what a host does. */
export async function recoveryRun<Item extends { readonly host: string }>(
  context: RunContext,
  items: readonly Item[],
  work: (item: Item, run: string, journal: Journal) => Promise<HostOutcome>,
): Promise<EndedRun> {
  const plan = await freezePlan(context, [], []);
  const run = newRunName(context.clock(), () => context.random(3));
  const journal = await Journal.create(context.data.runs, run, context.clock);
  const { version, controller, person } = context.speaker;
  try {
    const startedAt = context.clock().toISOString();
    await journal.append({
      event: 'run-begun',
      schema: 'setright/journal@1',
      run: { run, verb: 'recover', startedAt, person, controller, version, plan },
    });
    const outcomes = await eachInParallel(items, context.limits.parallel, async (item) => {
      context.watch({ kind: 'host-started', host: item.host });
      const ended = await writtenDown(journal, tellStalled(context, await work(item, run, journal)));
      context.watch({ kind: 'host-ended', host: item.host, outcome: ended });
      return ended;
    });
    const exitCode = runExitCode(context, outcomes);
    await journal.append({ event: 'run-ended', exitCode }).catch(() => {});
    return { run, outcomes, exitCode, chainHead: journal.head };
  } finally {
    await journal.close();
  }
}
