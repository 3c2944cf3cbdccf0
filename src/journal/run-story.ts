import type { JournalRecord, JournalUndo } from '../model/journal.ts';
import type { HostOutcome } from '../model/outcome.ts';
import type { Change } from '../model/plan.ts';

/** What a journal says of one host of its run, told from the records alone. */
export interface HostStory {
  readonly host: string;
  /** The changes that the run took upon itself; what was already so is not among them. */
  readonly changes: readonly Change[];
  /** Changes whose set was at least announced. Only these can have left a trace. */
  readonly begun: readonly string[];
  readonly effectsDone: readonly string[];
  readonly notInForce: readonly string[];
  readonly undone: JournalUndo | undefined;
  /** `kept`, `restored` or `stuck` when the host said so; `unfinished` when the run took its backup and nothing final was heard. */
  readonly end: 'nothing' | 'kept' | 'restored' | 'stuck' | 'unfinished';
  /** What this run made of earlier ones that it met there, in this order. */
  readonly settled: readonly { readonly of: string; readonly state: SettledState }[];
  readonly pruned: readonly string[];
  /** Kept, and a reboot was about to be asked for: nobody has seen yet whether it happened. */
  readonly awaitsReboot: boolean;
  /** When the host takes this run back by itself, by its own clock; undefined: it is to last. */
  readonly undoDue: string | undefined;
  readonly outcome: HostOutcome | undefined;
}

export type SettledState = 'kept' | 'restored' | 'stuck' | 'nothing';

export function tellHost(records: readonly JournalRecord[], host: string): HostStory {
  const story = {
    host,
    changes: [] as readonly Change[],
    begun: [] as string[],
    effectsDone: [] as string[],
    notInForce: [] as readonly string[],
    undone: undefined as JournalUndo | undefined,
    end: 'nothing' as HostStory['end'],
    settled: [] as HostStory['settled'][number][],
    pruned: [] as readonly string[],
    awaitsReboot: false,
    undoDue: undefined as string | undefined,
    outcome: undefined as HostOutcome | undefined,
  };
  const [begun] = records;
  const run = begun?.event === 'run-begun' ? begun.run.run : undefined;
  const isRecovery = begun?.event === 'run-begun' && begun.run.verb === 'recover';
  for (const record of records) {
    if (!('host' in record) || record.host !== host) continue;
    if (record.event === 'host-begun') {
      story.changes = record.changes;
      story.end = 'unfinished';
    } else if (record.event === 'failed' && record.step === 'begin') story.end = 'nothing';
    else if (record.event === 'set-intended') {
      // One that was tried first is announced twice.
      if (!story.begun.includes(record.change)) story.begun.push(record.change);
    } else if (record.event === 'effect-intended') story.awaitsReboot = story.end === 'kept';
    else if (record.event === 'reboot-not-done') story.awaitsReboot = false;
    else if (record.event === 'effect-done') {
      story.effectsDone.push(record.effect);
      story.awaitsReboot = false;
    } else if (record.event === 'kept') {
      story.notInForce = record.notInForce;
      story.end = 'kept';
    } else if (record.event === 'undone' && record.of === run) {
      story.undone = record.report;
      story.end = record.report.state;
    } else if (record.event === 'undo-intended' && isRecovery) story.end = 'unfinished';
    else if (record.event === 'undone') story.settled.push({ of: record.of, state: record.report.state });
    else if (record.event === 'settled') story.settled.push({ of: record.of, state: record.state });
    else if (record.event === 'timed-undo-armed') story.undoDue = record.due;
    else if (record.event === 'pruned') story.pruned = record.runs;
    else if (record.event === 'host-ended') story.outcome = record.outcome;
  }
  return isRecovery ? { ...story, end: endOfRecovery(story) } : story;
}

/** The worst of what it settled; an undo that was announced and not heard of again stays unfinished. */
function endOfRecovery({ end, settled, outcome }: HostStory): HostStory['end'] {
  if (end === 'unfinished' && (outcome === undefined || outcome.status === 'unfinished')) return end;
  const states = settled.map(({ state }) => state);
  return (['stuck', 'restored', 'kept'] as const).find((state) => states.includes(state)) ?? 'nothing';
}

export const hostsOf = (records: readonly JournalRecord[]): readonly string[] => [
  ...new Set(records.flatMap((record) => ('host' in record ? [record.host] : []))),
];
