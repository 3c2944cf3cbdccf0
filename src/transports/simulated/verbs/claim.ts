import { HostError } from '../../../model/errors.ts';
import type { Claim } from '../../../model/host-record.ts';
import type { Requests } from '../../../model/line.ts';
import {
  epochOf,
  holdsLock,
  type LockFile,
  readLock,
  refuseUnlessLockOf,
  seizeLock,
} from '../record/lock.ts';
import { useReserve } from '../record/reserve.ts';
import type { Session, Work } from '../state/work.ts';

const ENDING_SECONDS = 30;

/** Takes the lock of another session over; here nobody is ever found in the middle of a write. */
export function* claim(session: Session, { run, speaker }: Requests['claim']): Work<Claim> {
  if (session.open) throw new HostError('out-of-turn', `Run ${session.open.run} is open in this session.`);
  const lock = readLock(session.state);
  if (!lock) return { former: 'none', epoch: 0 };
  refuseUnlessLockOf(session, run);
  if (holdsLock(session)) return { former: 'none', epoch: epochOf(lock) };
  useReserve(session.state, lock.run, () => seizeLock(session, lock.run, speaker));
  yield { kind: 'flushed' };
  return { former: yield* endFormerOwner(session, lock), epoch: epochOf(readLock(session.state)) };
}

function* endFormerOwner(session: Session, { run, process }: LockFile): Work<Claim['former']> {
  if (!session.isAlive(process)) return 'gone';
  const { state } = session;
  state.processes = state.processes.filter(
    (each) => each.protected || each.pid !== process.pid || each.startedAt !== process.startedAt,
  );
  yield { kind: 'flushed' };
  for (let seconds = 0; session.isAlive(process); seconds += 1) {
    if (seconds >= ENDING_SECONDS)
      throw new HostError(
        'not-ended',
        `Process ${process.pid} of run ${run} could not be ended; it writes nothing more.`,
      );
    yield { kind: 'second', step: 'ending the process that was at work here', seconds };
  }
  return 'ended';
}
