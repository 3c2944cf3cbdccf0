import { HostError } from '../../../model/errors.ts';
import type { Replies, Requests } from '../../../model/line.ts';
import { sameName } from '../../../model/windows-name.ts';
import { writeHandFiles } from '../record/by-hand.ts';
import { refuseUnlessOurs, releaseLock, takeLock } from '../record/lock.ts';
import {
  appendStep,
  fileText,
  findRecord,
  type HostRecord,
  recordPath,
  refuseHalfway,
} from '../record/record.ts';
import { takeReserve } from '../record/reserve.ts';
import { endReserve, standingGuard } from '../record/run-tasks.ts';
import type { OpenRun, Session, Work } from '../state/work.ts';
import { readFile, writeFile } from '../windows/files.ts';
import { unmountLeft } from '../windows/hives.ts';
import { arm, armTimedUndo } from './arm.ts';
import { refuseGuarded, yieldRun } from './guard.ts';
import { removeRecord } from './recovery.ts';

/** The verbs that begin a run and end it: the record of what is to be set is written first. */
export function* begin(session: Session, body: Requests['begin']): Work<Replies['begin']> {
  if (session.open) throw new HostError('out-of-turn', `Run ${session.open.run} is open in this session.`);
  const { run, speaker, leaseSeconds, changes } = body;
  if (readFile(session.state, `${run}\\record.json`) !== undefined)
    throw new HostError('record-failed', `This host has a record of run ${run} already.`);
  if (session.fault === 'record-failed')
    throw new HostError('record-failed', 'The host was told not to write this.');
  if (body.breaks !== undefined) refuseGuarded(session.state, body.breaks);
  takeLock(session, run, speaker, body.breaks);
  yield* unmountLeft(session);
  const record: HostRecord = {
    schema: 'setright/host-record@1',
    run,
    speaker,
    at: session.now(),
    process: session.process,
    changes,
  };
  try {
    writeHandFiles(session.state, run, speaker, changes);
    takeReserve(session.state, run, changes);
    writeFile(session.state, `${run}\\record.json`, fileText(record));
  } catch (error) {
    removeRecord(session.state, run);
    releaseLock(session, run);
    throw error;
  }
  session.open = { run, leaseSeconds };
  yield { kind: 'flushed' };
  return { record: recordPath(run) };
}

export function* guard(session: Session, { run, seconds }: Requests['guard']): Work<Replies['guard']> {
  return yield* arm(session, ownRecord(session, run).open, seconds);
}

export function* timed(session: Session, { run, seconds }: Requests['timed']): Work<Replies['timed']> {
  return yield* armTimedUndo(session, ownRecord(session, run).open, seconds);
}

export function* handOver(session: Session, { run }: Requests['yield']): Work<Replies['yield']> {
  return yield* yieldRun(session, ownRecord(session, run).open);
}

export function* keep(session: Session, body: Requests['keep']): Work<Replies['keep']> {
  const { record, open } = ownRecord(session, body.run);
  if (standingGuard(session.state, open.run))
    throw new HostError('out-of-turn', `Run ${open.run} is guarded: a new session confirms it.`);
  refuseHalfway(session.state, open.run);
  const stranger = body.notInForce.find((id) => !record.changes.some((change) => change.id === id));
  if (stranger !== undefined)
    throw new HostError('not-in-record', `Change ${stranger} is not in the record.`);
  if (session.fault === 'record-failed' || session.fault === 'fail')
    throw new HostError('record-failed', 'The host was told not to write this.');
  appendStep(session, open.run, 'kept', { notInForce: body.notInForce });
  releaseLock(session, open.run);
  endReserve(session.state, open.run);
  session.open = undefined;
  yield { kind: 'flushed' };
  return { record: 'kept' };
}

export function ownRecord(
  session: Session,
  run: string,
): { readonly record: HostRecord; readonly open: OpenRun } {
  const { open } = session;
  if (!open || !sameName(open.run, run))
    throw new HostError('out-of-turn', `Run ${run} was not begun in this session.`);
  refuseUnlessOurs(session, open.run);
  const record = findRecord(session.state, open.run);
  if (!record) throw new HostError('record-failed', `The record of run ${run} is gone.`);
  return { record, open };
}
