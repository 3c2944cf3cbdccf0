import { HostError } from '../../../model/errors.ts';
import type { ShownGuard } from '../../../model/guard.ts';
import type { Replies, Requests } from '../../../model/line.ts';
import { sameName } from '../../../model/windows-name.ts';
import { refuseWhileOthersWrite, releaseLock } from '../record/lock.ts';
import {
  appendStep,
  findRecord,
  openEffects,
  recordStateOf,
  refuseHalfway,
  stepsOf,
} from '../record/record.ts';
import { allTasks, endReserve, removeTaskOf, removeTasksOf, standingGuard } from '../record/run-tasks.ts';
import type { HostState } from '../state/state.ts';
import type { OpenRun, Session, Work } from '../state/work.ts';

/** The session's lease ends, the guard's time goes on. */
export function* yieldRun(session: Session, { run }: OpenRun): Work<Replies['yield']> {
  if (standingGuard(session.state, run)?.state !== 'armed')
    throw new HostError('out-of-turn', `Run ${run} has no armed guard.`);
  refuseHalfway(session.state, run);
  appendStep(session, run, 'yielded', {});
  session.open = undefined;
  yield { kind: 'flushed' };
  return { record: 'open' };
}

/** The word of a new session that a guarded run may stay. */
export function* confirm(session: Session, body: Requests['confirm']): Work<Replies['confirm']> {
  refuseWhileOthersWrite(session);
  const { state } = session;
  const record = findRecord(state, body.run);
  if (!record) throw new HostError('not-in-record', `This host has no record of run ${body.run}.`);
  const { run } = record;
  const stranger = body.notInForce.find((id) => !record.changes.some((change) => change.id === id));
  if (stranger !== undefined)
    throw new HostError('not-in-record', `Change ${stranger} is not in the record.`);
  const steps = stepsOf(state, run);
  const isWaiting =
    recordStateOf(steps) === 'open' &&
    standingGuard(state, run)?.state === 'armed' &&
    steps.some(({ step }) => step === 'yielded') &&
    openEffects(steps).length === 0;
  if (!isWaiting) throw new HostError('out-of-turn', `Run ${run} does not wait to be confirmed.`);
  if (record.process.pid === session.process.pid && record.process.startedAt === session.process.startedAt)
    throw new HostError('out-of-turn', 'A guarded run is confirmed by a new session.');
  if (session.fault === 'record-failed' || session.fault === 'fail')
    throw new HostError('record-failed', 'The host was told not to write this.');
  appendStep(session, run, 'kept', { notInForce: body.notInForce });
  yield { kind: 'flushed' };
  const guard = removeTaskOf(session, run, 'guard');
  releaseLock(session, run);
  endReserve(state, run);
  yield { kind: 'flushed' };
  return { record: 'kept', guard };
}

export const guards = ({ state }: Session, { runs }: Requests['guards']): Replies['guards'] => ({
  guards: allTasks(state).filter((guard) => guard.standing || runs.some((run) => sameName(run, guard.run))),
});

export function* disarm(session: Session, { run }: Requests['disarm']): Work<Replies['disarm']> {
  refuseWhileOthersWrite(session);
  if (!findRecord(session.state, run))
    throw new HostError('not-in-record', `This host has no record of run ${run}.`);
  const guard = removeTasksOf(session, run);
  if (recordStateOf(stepsOf(session.state, run)) !== 'open') endReserve(session.state, run);
  yield { kind: 'flushed' };
  return { guard };
}

/** The lock of a run that its guard may yet undo is not broken. */
export function refuseGuarded(state: HostState, run: string): void {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(run) || !findRecord(state, run)) return;
  const guard = standingGuard(state, run);
  if (guard && recordStateOf(stepsOf(state, run)) === 'open') throw guardHeld(guard);
}

export const guardHeld = (guard: ShownGuard): HostError =>
  new HostError('guard-held', `The guard of run ${guard.run} stands on this host.`, { guard });
