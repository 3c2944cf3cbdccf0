import { HostError } from '../../../model/errors.ts';
import type { HostChange } from '../../../model/host-record.ts';
import type { Replies, Requests } from '../../../model/line.ts';
import { type State, sameState } from '../../../model/state.ts';
import { appendStep, lastStepOf } from '../record/record.ts';
import { standingGuard } from '../record/run-tasks.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { readState, trialOf, writeState } from '../windows/resources.ts';
import { ownRecord } from './changes.ts';
import { showOther } from './faults.ts';

export function* set(session: Session, body: Requests['set']): Work<Replies['set']> {
  const { record, open } = ownRecord(session, body.run);
  const change = record.changes.find(({ id }) => id === body.change);
  if (!change || !sameState(change.before, body.expect) || !sameState(change.after, body.want))
    throw new HostError('not-in-record', `Change ${body.change} is not in the record with these states.`);
  const trial = trialOf(change);
  const isTried = trial && lastStepOf(session.state, open.run, change.id)?.step === 'tried';
  return yield* setRecorded(session, open.run, change, isTried ? trial : change.before, change.after, 'set');
}

/** As far as a boot takes it back; nobody knows yet whether a new line comes about with it. */
export function* tryChange(session: Session, body: Requests['try']): Work<Replies['try']> {
  const { record, open } = ownRecord(session, body.run);
  if (standingGuard(session.state, open.run)?.state !== 'armed')
    throw new HostError('out-of-turn', `Run ${open.run} has no armed guard.`);
  const change = record.changes.find(({ id }) => id === body.change);
  const trial = change && trialOf(change);
  if (!trial || !sameState(change.before, body.expect) || !sameState(trial, body.want))
    throw new HostError(
      'not-in-record',
      `Change ${body.change} has no trial in the record with these states.`,
    );
  return yield* setRecorded(session, open.run, change, change.before, trial, 'tried');
}

/** Compares, writes down the intent, sets, reads again, compares, writes down that it is so. */
function* setRecorded(
  session: Session,
  run: string,
  { id, resource }: HostChange,
  expected: State,
  want: State,
  done: 'set' | 'tried',
): Work<Replies['set']> {
  const found = readState(session, resource);
  if (found.status === 'unreadable') throw new HostError('unreadable', found.why, { found });
  if (!sameState(found, expected)) throw new HostError('drifted', 'It is not as expected.', { found });
  appendStep(session, run, 'intended', { change: id });
  yield { kind: 'flushed' };
  try {
    if (session.fault === 'fail') throw new WindowsRefusal('The host was told to fail.');
    yield* writeState(session, resource, want);
    yield* showOther(session, resource, want);
  } catch (error) {
    if (!(error instanceof WindowsRefusal)) throw error;
    throw new HostError('set-failed', error.message, { now: readState(session, resource) });
  }
  yield { kind: 'flushed' };
  const now = session.fault === 'lie' ? want : readState(session, resource);
  if (!sameState(now, want))
    throw new HostError('set-differs', 'It reads otherwise than it was set.', { now });
  appendStep(session, run, done, { change: id, now });
  yield { kind: 'flushed' };
  return { found, now };
}
