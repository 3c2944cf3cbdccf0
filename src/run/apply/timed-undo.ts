import { ExpectedError } from '../../model/errors.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import { messageOf } from '../outcomes.ts';
import { refuseUnarmed } from './guard.ts';
import { type HostWork, step } from './host-work.ts';
import { isKeptForATime } from './left-runs.ts';
import type { Prepared } from './prepare.ts';

/**
 * Has the host take this run back by itself, when it was asked to: registered, read back and rehearsed before anything is set. Throws
 * RefusedError, with the run ended and nothing written, when the host cannot arm it.
 */
export async function armTimedUndo(work: HostWork, prepared: Prepared): Promise<void> {
  const { consent, host, journal, plan, run, session } = work;
  const seconds = consent.undoAfterSeconds ?? plan.undoAfterSeconds;
  if (seconds === undefined || prepared.changes.length === 0) return;
  step(work, 'arming the timed undo');
  try {
    const { due } = await session.request(
      'timed',
      { run, seconds },
      { onProgress: (text, waited) => step(work, `${text} (${waited} s)`) },
    );
    work.undoDue = due;
    await journal.append({ event: 'timed-undo-armed', host: host.name, seconds, due });
  } catch (error) {
    throw await refuseUnarmed(work, prepared, error);
  }
}

/**
 * A rollback that came out whole leaves nothing for the timed undo of its run to do: takes it away. What keeps it from that is a detail:
 * the task finds all as before, and ends.
 */
export async function endTimedUndo(work: HostWork, ended: HostOutcome): Promise<HostOutcome> {
  const { host, journal, left, session, undoes: of } = work;
  if (of === undefined || (ended.status !== 'applied' && ended.status !== 'nothing')) return ended;
  if (!left.some(({ run, story }) => run === of && isKeptForATime(story))) return ended;
  try {
    const { guard: removal } = await session.request('disarm', { run: of });
    await journal.append({ event: 'timed-undo-removed', host: host.name, of, removal });
    if (removal !== 'left') return ended;
    return withDetail(ended, `the timed undo of run ${of} could not be taken away; it finds nothing to do`);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const why = printable(messageOf(error));
    return withDetail(ended, `the timed undo of run ${of} still stands (${why}); it finds nothing to do`);
  }
}

const withDetail = (ended: HostOutcome, detail: string): HostOutcome => ({
  ...ended,
  details: [...ended.details, detail],
});
