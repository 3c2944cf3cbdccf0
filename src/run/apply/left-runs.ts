import { isNotedAsSettled, noteAsSettled } from '../../journal/nothing-left.ts';
import type { ReadJournal } from '../../journal/read-journal.ts';
import { type HostStory, hostsOf, tellHost } from '../../journal/run-story.ts';
import { inTurns, listRuns, readRuns } from '../../journal/runs.ts';
import { type Machine, machineKey } from '../../model/machine.ts';
import type { HostPlan } from '../../model/plan.ts';
import { settledLater } from './settled-later.ts';

/**
 * A run of this controller that, as far as its journals know, left something on a host: it did not end whole there; or it was kept for a time,
 * and what came of its timed undo is not known (`story.end` is `kept` then).
 */
export interface LeftRun {
  readonly run: string;
  readonly person: string;
  readonly controller: string;
  readonly at: string;
  readonly story: HostStory;
  readonly machine: Machine | undefined;
  readonly plan: HostPlan | undefined;
}

/** By host: runs whose story ends unfinished, stuck or kept for a time there, or with a reboot that nobody saw, and that no later run brought to an end. */
export async function readLeftRuns(runs: string): Promise<ReadonlyMap<string, readonly LeftRun[]>> {
  const names = await listRuns(runs);
  const noted = await inTurns(names, (run) => isNotedAsSettled(runs, run));
  const journals = await readRuns(
    runs,
    names.filter((_run, index) => !noted[index]),
  );
  const oldest = journals.findLast((journal) => leftByHost(journal, []).length > 0)?.header.run;
  // Only what a run has left can have been settled later, by any run.
  const later =
    oldest === undefined
      ? []
      : await readRuns(
          runs,
          names.filter((name) => name > oldest),
        );
  const left = new Map<string, LeftRun[]>();
  for (const journal of journals) {
    const { run } = journal.header;
    const found = leftByHost(
      journal,
      later.filter(({ header }) => header.run > run),
    );
    for (const [host, each] of found) left.set(host, [...(left.get(host) ?? []), each]);
    if (found.length === 0 && hasEnded(journal)) await noteAsSettled(runs, run);
  }
  return left;
}

const leftByHost = (journal: ReadJournal, later: readonly ReadJournal[]): readonly [string, LeftRun][] =>
  hostsOf(journal.records).flatMap((host): [string, LeftRun][] => {
    const found = leftOn(journal, host, later);
    return found ? [[host, found]] : [];
  });

const hasEnded = ({ records, broken }: ReadJournal): boolean =>
  broken === undefined && records.some(({ event }) => event === 'run-ended');

function leftOn(journal: ReadJournal, host: string, later: readonly ReadJournal[]): LeftRun | undefined {
  const { header, records } = journal;
  const story = tellHost(records, host);
  // A recover has nothing of its own on a host; what it did not settle is told by the run it was about.
  const isTimed = isKeptForATime(story) && !later.some((each) => isMadeToLast(each, header.run, host));
  const isLeft = story.end === 'unfinished' || story.end === 'stuck' || story.awaitsReboot || isTimed;
  if (header.verb === 'recover' || !isLeft) return undefined;
  const settled = settledLater(header.run, host, later);
  if (settled && (settled.state !== 'stuck' || isTimed)) return undefined;
  const begun = records.find((record) => record.event === 'host-begun' && record.host === host);
  return {
    run: header.run,
    person: header.person,
    controller: header.controller,
    at: header.startedAt,
    story,
    machine: begun?.event === 'host-begun' ? begun.machine : undefined,
    plan: header.plan.hosts.find((plan) => plan.host === host),
  };
}

/** Its host takes it back by itself when it is due. */
export const isKeptForATime = ({ end, undoDue, awaitsReboot }: HostStory): boolean =>
  end === 'kept' && undoDue !== undefined && !awaitsReboot;

/** Its timed undo was taken away. */
const isMadeToLast = ({ records }: ReadJournal, run: string, host: string): boolean =>
  records.some(
    (record) =>
      record.event === 'timed-undo-removed' &&
      record.host === host &&
      record.of === run &&
      record.removal !== 'left',
  );

export const isOnMachine = (left: LeftRun, machine: Machine): boolean =>
  left.machine !== undefined && machineKey(left.machine) === machineKey(machine);

/**
 * Which of these changes wait for an effect when their run is adopted: by its plan, those whose effect was not heard to be done. Without
 * the plan nobody can tell, and all of them are said to wait.
 */
export function waitingChanges(left: LeftRun | undefined, changes: readonly string[]): readonly string[] {
  if (!left?.plan) return changes;
  const open = left.plan.effects.filter(({ id }) => !left.story.effectsDone.includes(id));
  const waiting = new Set(open.flatMap(({ putsInForce }) => putsInForce));
  return changes.filter((id) => waiting.has(id));
}
