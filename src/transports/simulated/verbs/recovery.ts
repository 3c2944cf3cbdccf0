import { HostError } from '../../../model/errors.ts';
import type { LeftRecord, RunRecord } from '../../../model/host-record.ts';
import type { Replies, Requests } from '../../../model/line.ts';
import { type State, sameState } from '../../../model/state.ts';
import { sameName } from '../../../model/windows-name.ts';
import { lockedRun, refuseUnlessLockOf, refuseWhileOthersWrite, releaseLock } from '../record/lock.ts';
import {
  appendStep,
  findRecord,
  openEffects,
  recordedRuns,
  recordStateOf,
  stepsOf,
} from '../record/record.ts';
import { endReserve, removeTaskOf, tasksOf } from '../record/run-tasks.ts';
import { knownRuns } from '../record/runs.ts';
import type { HostState } from '../state/state.ts';
import { atOnce, type Session, type Work } from '../state/work.ts';
import { removeFile } from '../windows/files.ts';
import { withHive } from '../windows/hives.ts';
import { readState } from '../windows/resources.ts';

/** What a later contact does about runs that an earlier one left: reads their records, ends them, removes what has ended. */
export const records = ({ state }: Session, { runs }: Requests['records']): Replies['records'] => ({
  known: knownRuns(state),
  records: runs.flatMap((run) =>
    recordedRuns(state)
      .filter((name) => sameName(name, run))
      .flatMap((name) => wholeRecord(state, name) ?? []),
  ),
});

/** Undefined for a record that cannot be read. */
function wholeRecord(state: HostState, name: string): RunRecord | undefined {
  try {
    const record = findRecord(state, name);
    if (!record) return undefined;
    const steps = stepsOf(state, name);
    const { run, at, changes, speaker } = record;
    const { version, controller, person } = speaker;
    const last = changes.flatMap(({ id }) => {
      const step = steps.findLast(({ change }) => change === id);
      return step ? [{ change: id, step: step.step, at: step.at }] : [];
    });
    return {
      run,
      speaker: { version, controller, person },
      at,
      state: recordStateOf(steps),
      changes,
      last,
    };
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}

export function* adopt(session: Session, { run, notInForce }: Requests['adopt']): Work<Replies['adopt']> {
  refuseWhileOthersWrite(session);
  if (session.open && sameName(session.open.run, run))
    throw new HostError('out-of-turn', `Run ${run} was begun in this session.`);
  const record = findRecord(session.state, run);
  if (!record) throw new HostError('not-in-record', `This host has no record of run ${run}.`);
  const stranger = notInForce.find((id) => !record.changes.some((change) => change.id === id));
  if (stranger !== undefined)
    throw new HostError('not-in-record', `Change ${stranger} is not in the record.`);
  const steps = stepsOf(session.state, run);
  const state = recordStateOf(steps);
  if (state === 'restored') throw new HostError('out-of-turn', `Run ${run} was restored.`);
  if (state !== 'kept') {
    if (openEffects(steps).length > 0)
      throw new HostError('effect-refused', `An effect of run ${run} was cut off.`);
    const others: { readonly change: string; readonly found: State }[] = [];
    for (const change of record.changes) {
      const found = yield* withHive(session, change, () => atOnce(readState(session, change.resource)));
      if (!sameState(found, change.after)) others.push({ change: change.id, found });
    }
    if (others.length > 0)
      throw new HostError('drifted', `Not all of run ${run} reads as it was wanted.`, { changes: others });
    appendStep(session, run, 'kept', { notInForce });
  }
  removeTaskOf(session, run, 'guard');
  releaseLock(session, run);
  endReserve(session.state, run);
  yield { kind: 'flushed' };
  return { record: 'kept' };
}

export function* release(session: Session, { run }: Requests['release']): Work<Replies['release']> {
  refuseWhileOthersWrite(session);
  const { open, state } = session;
  if (open) throw new HostError('out-of-turn', `Run ${open.run} is open in this session.`);
  refuseUnlessLockOf(session, run);
  if (
    lockedRun(state) !== undefined &&
    findRecord(state, run) &&
    recordStateOf(stepsOf(state, run)) === 'open'
  )
    throw new HostError('out-of-turn', `Run ${run} is open: undo or adopt it.`);
  releaseLock(session, run);
  yield { kind: 'flushed' };
  return { lock: null };
}

/** Nothing of a run is left. */
export function removeRecord(state: HostState, run: string): void {
  for (const file of FILES) removeFile(state, `${run}\\${file}`);
}

const FILES = [
  'before.reg',
  'undo.txt',
  'undo.ps1',
  'guard.xml',
  'timed.xml',
  'guard.ps1',
  'reserve',
  'record.json',
  'steps.ndjson',
];

export function* prune(session: Session, { runs }: Requests['prune']): Work<Replies['prune']> {
  const { state } = session;
  const known = knownRuns(state);
  const pruned: string[] = [];
  const left: LeftRecord[] = [];
  for (const run of runs) {
    const shown = known.find((each) => sameName(each.run, run));
    const why = shown ? stayingReason(state, shown) : 'not-in-record';
    if (why !== undefined) {
      left.push({ run, why });
      continue;
    }
    removeRecord(state, run);
    pruned.push(run);
    yield { kind: 'flushed' };
  }
  return { pruned, left };
}

function stayingReason(state: HostState, shown: ReturnType<typeof knownRuns>[number]): string | undefined {
  if (!wholeRecord(state, shown.run)) return 'record-failed';
  if (shown.state === 'open' || shown.state === 'stuck') return shown.state;
  if (shown.notInForce.length > 0) return 'not-in-force';
  if (tasksOf(state, shown.run).some(({ standing }) => standing)) return 'guarded';
  return sameName(lockedRun(state) ?? '', shown.run) ? 'locked' : undefined;
}
