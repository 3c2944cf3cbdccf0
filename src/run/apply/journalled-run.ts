import { Journal } from '../../journal/journal.ts';
import { newRunName } from '../../journal/runs.ts';
import type { RunHeader } from '../../model/journal.ts';
import { exitCodeOf, type HostOutcome, type HostStatus } from '../../model/outcome.ts';
import { tellStalled } from '../connect/narrow.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { messageOf } from '../outcomes.ts';

/** A run that has ended: one outcome per host, in the order of the plan, and the head of its chain for keeping elsewhere. */
export interface EndedRun {
  readonly run: string;
  readonly outcomes: readonly HostOutcome[];
  readonly exitCode: number;
  readonly chainHead: string;
}

/** What the journal begins with; `room`: bytes of disk that its records are sure of. */
interface Begun extends Pick<RunHeader, 'verb' | 'plan'> {
  readonly room?: number;
}

/**
 * A run, with its journal around `work` on each item: begun before the first host is, each host's end written down as it comes, ended after
 * the last. `work` must not reject for what a host does.
 */
export async function journalledRun<Item extends { readonly host: string }>(
  context: RunContext,
  { verb, plan, room }: Begun,
  items: readonly Item[],
  work: (item: Item, run: string, journal: Journal) => Promise<HostOutcome>,
): Promise<EndedRun> {
  const run = newRunName(context.clock(), () => context.random(3));
  const journal = await Journal.create(context.data.runs, run, context.clock, room);
  const { version, controller, person } = context.speaker;
  try {
    const startedAt = context.clock().toISOString();
    await journal.append({
      event: 'run-begun',
      schema: 'setright/journal@1',
      run: { run, verb, startedAt, person, controller, version, plan },
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

/** Of a host with one of these nothing was written there: it is told by the report alone when it cannot be written down. */
const NOTHING_WRITTEN: readonly HostStatus[] = ['refused', 'waits', 'cancelled', 'unreachable', 'unknown'];

/** A host whose end cannot be written down needs a person: the other side's record tells what happened there. */
export async function writtenDown(journal: Journal, ended: HostOutcome): Promise<HostOutcome> {
  try {
    await journal.append({ event: 'host-ended', host: ended.host, outcome: ended });
    return ended;
  } catch (error) {
    if (NOTHING_WRITTEN.includes(ended.status)) return ended;
    const unwritten = `${ended.summary}; this controller's record of the run is incomplete, for the journal could not be written: ${messageOf(error)}. The host's own record tells how it ended`;
    return { ...ended, status: 'unfinished', summary: unwritten };
  }
}

/** A run that was cut short says so, unless a host of it needs a person. */
export function runExitCode(context: RunContext, outcomes: readonly HostOutcome[]): number {
  const code = exitCodeOf(outcomes.map(({ status }) => status));
  const cutShort = outcomes.some(({ status }) => status === 'cancelled' || status === 'restored');
  return context.cancellation.stopping && cutShort && code !== 4 ? 130 : code;
}
