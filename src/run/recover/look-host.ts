import type { HiveMount } from '../../model/hive.ts';
import type { Host } from '../../model/host.ts';
import type { HostChange, HostLock, HostRun, RecordState, RunRecord } from '../../model/host-record.ts';
import type { Machine } from '../../model/machine.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { Resource } from '../../model/resource.ts';
import { type State, sameState } from '../../model/state.ts';
import { isKeptForATime, isOnMachine, type LeftRun } from '../apply/left-runs.ts';
import { deadMounts } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { readStates } from '../observe/read-states.ts';
import { outcomeOfError } from '../outcomes.ts';
import { typeOf } from '../tables.ts';

/** What a resource that an earlier run touched holds now. States themselves are not told: nobody here knows which are sensitive. */
export type Standing = 'ours' | 'before' | 'else' | 'unreadable';

export interface FoundChange {
  readonly id: string;
  readonly resource: Resource;
  readonly standing: Standing;
  /** The newest step of it in the host's record; null: it was never begun. */
  readonly last: string | null;
}

/** A run that the host or this controller remembers as not ended. `missing`: the host has no record; `unreadable`: one it cannot read. */
export interface FoundRun {
  readonly run: string;
  readonly person: string;
  readonly controller: string;
  readonly at: string;
  readonly state: RecordState | 'missing' | 'unreadable';
  readonly changes: readonly FoundChange[];
}

export interface FoundHost {
  readonly host: string;
  readonly machine: Machine;
  readonly lock: HostLock | null;
  /** Hives that killed sessions of ours left mounted. */
  readonly hives: readonly HiveMount[];
  /** Newest first: the order in which they are undone. */
  readonly runs: readonly FoundRun[];
}

/** What stands behind what is shown: exact states. They stay in this process. */
export interface Looked extends FoundHost {
  readonly exact: ReadonlyMap<string, readonly HostChange[]>;
}

/** One host, over a line of its own; changes nothing. A host that could not be asked is an outcome. */
export async function lookAtHost(
  context: RunContext,
  host: Host,
  left: readonly LeftRun[],
): Promise<FoundHost | HostOutcome> {
  let session: Session | undefined;
  try {
    context.watch({ kind: 'host-step', host: host.name, step: 'looking at what earlier runs left' });
    session = await Session.open(host, context);
    const { exact: _, ...found } = await look(session, left);
    return found;
  } catch (error) {
    return outcomeOfError(host.name, error);
  } finally {
    await session?.close();
  }
}

/** `left`: what this controller's journals say of the host. Runs of another machine under this name are none of this one's. */
export async function look(session: Session, left: readonly LeftRun[]): Promise<Looked> {
  session.hidesValues = true;
  const { lock, machine, hives } = await session.greet([]);
  const { known } = await session.request('records', { runs: [] });
  const own = left.filter((run) => isOnMachine(run, machine));
  const exact = new Map<string, readonly HostChange[]>();
  const runs: FoundRun[] = [];
  for (const run of known) {
    const isOurs = own.some(
      (each) => each.run === run.run && !(isKeptForATime(each.story) && run.state === 'kept'),
    );
    if (run.state !== 'open' && run.state !== 'stuck' && !isOurs) continue;
    const { records } = await session.request('records', { runs: [run.run] });
    const record = records.find((each) => each.run === run.run);
    if (record) exact.set(run.run, record.changes);
    runs.push(await foundRun(session, run, record));
  }
  const gone = own.filter(
    ({ run, story }) => !isKeptForATime(story) && !known.some((each) => each.run === run),
  );
  return {
    host: session.host.name,
    machine,
    lock,
    hives: deadMounts(hives),
    runs: [
      ...runs,
      ...gone.map(
        ({ run, person, controller, at }): FoundRun => ({
          run,
          person,
          controller,
          at,
          state: 'missing',
          changes: [],
        }),
      ),
    ],
    exact,
  };
}

async function foundRun(session: Session, run: HostRun, record: RunRecord | undefined): Promise<FoundRun> {
  const { person, controller, at } = run;
  const head = { run: run.run, person, controller, at };
  if (!record) return { ...head, state: 'unreadable', changes: [] };
  const observed = await readStates(
    session,
    record.changes.map(({ resource }) => resource),
  );
  return {
    ...head,
    state: record.state,
    changes: record.changes.map((change) => ({
      id: change.id,
      resource: change.resource,
      standing: standingOf(change, observed.of(change.resource)),
      last: record.last.find((step) => step.change === change.id)?.step ?? null,
    })),
  };
}

function standingOf(change: HostChange, now: State): Standing {
  if (now.status === 'unreadable') return 'unreadable';
  if (sameState(now, change.after)) return 'ours';
  if (sameState(now, change.before)) return 'before';
  const between = typeOf(change.resource).between(change.resource, change.before, change.after);
  if (between.some((state) => sameState(state, now))) return 'ours';
  return readsAsBefore(change, now) ? 'before' : 'else';
}

/** A later change of a run that created a key was planned for a value missing in it; with the key gone, that is as before too. */
export const readsAsBefore = ({ before }: HostChange, now: State): boolean =>
  sameState(now, before) || (now.status === 'absent' && before.status === 'absent');
