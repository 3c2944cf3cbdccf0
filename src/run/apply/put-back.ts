import { ExpectedError, GarbledError, LineLostError, UnreachableError } from '../../model/errors.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { messageOf } from '../outcomes.ts';
import { type HostWork, step } from './host-work.ts';
import { learnOutcome } from './learn-outcome.ts';
import type { Prepared } from './prepare.ts';
import { ownReport, undoneOutcome } from './undone-outcome.ts';

/** Ctrl-C reached this host before its changes were verified. */
export class CancelledError extends ExpectedError {}

/** The host reads something else than what was set. */
export class NotVerifiedError extends ExpectedError {}

/**
 * Takes this run's changes back on this host, after `cause`. Does not reject: the first error is what is reported, later ones are added;
 * when no end could be read from the host, the outcome is `unfinished`.
 */
export async function putBack(work: HostWork, prepared: Prepared, cause: unknown): Promise<HostOutcome> {
  const { host, run } = work;
  const why = messageOf(cause).replace(/\.$/, '');
  const details: string[] = [];
  const note = (entry: Parameters<typeof work.journal.append>[0]) =>
    work.journal.append(entry).catch((error) => {
      details.push(`the journal could not be written: ${messageOf(error)}`);
    });
  await note({ event: 'failed', host: host.name, step: 'apply', why });
  if (isLineGone(cause)) return learnOutcome(work, prepared, why, details);
  step(work, 'putting the host back as it was');
  await note({ event: 'undo-intended', host: host.name, of: run });
  try {
    const report = await work.session.request('undo', { run });
    await note({ event: 'undone', host: host.name, of: run, report: ownReport(work, prepared, report) });
    return await undoneOutcome(work, prepared, why, report, details);
  } catch (error) {
    // Whether the line broke or the host said no: how it ended is read over a new line, where the undo is asked for again.
    const both = `${why}; undoing it: ${messageOf(error)}`;
    return learnOutcome(work, prepared, both, details);
  }
}

const isLineGone = (error: unknown): boolean =>
  error instanceof LineLostError || error instanceof GarbledError || error instanceof UnreachableError;
