import { UsageError } from '../model/errors.ts';
import { journalPath } from './journal.ts';
import { type ReadJournal, readJournal } from './read-journal.ts';
import { hostsOf, tellHost } from './run-story.ts';
import { findRun, isMissing, listRuns } from './runs.ts';

export interface AppliedRun {
  readonly journal: ReadJournal;
  /** Runs after it that `last` passed over, newest first: they applied nothing. */
  readonly newer: readonly string[];
}

/**
 * The run that a rollback takes back: its name, the beginning of exactly one, or `last`, the newest that applied something. A recovery
 * applies nothing. One that is to be taken back may have been undone since: it is still the last.
 */
export async function findAppliedRun(runs: string, wanted: string): Promise<AppliedRun> {
  if (wanted !== 'last') return { journal: await findRun(runs, wanted), newer: [] };
  const newer: string[] = [];
  for (const name of await listRuns(runs)) {
    const journal = await readOrMissing(journalPath(runs, name));
    if (journal && mayHaveApplied(journal)) return { journal, newer };
    newer.push(name);
  }
  throw new UsageError(
    `run "last": no run in ${runs} has applied anything; there is nothing to take back. \`setright runs list\` shows what ran`,
  );
}

/** What a journal that does not hold is silent about, nobody knows: it is not passed over. */
const mayHaveApplied = ({ header, records, broken }: ReadJournal): boolean =>
  broken !== undefined ||
  (header.verb !== 'recover' && hostsOf(records).some((host) => tellHost(records, host).changes.length > 0));

async function readOrMissing(path: string): Promise<ReadJournal | undefined> {
  try {
    return await readJournal(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
