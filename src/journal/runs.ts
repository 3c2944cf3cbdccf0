import { readdir } from 'node:fs/promises';
import { ExpectedError, UsageError } from '../model/errors.ts';
import { journalPath } from './journal.ts';
import { type ReadJournal, readJournal } from './read-journal.ts';

/** Run names sort by time, to the millisecond: `20260115-080102345-3f9a`; two runs of one second keep their order. */
export function newRunName(now: Date, random: () => string): string {
  const stamp = now
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .replace('T', '-');
  return `${stamp}-${random()}`;
}

/** Newest first. */
export async function listRuns(runs: string): Promise<readonly string[]> {
  return (await readdir(runs))
    .filter((name) => /^\d{8}-\d{6,9}-[0-9a-f]+$/.test(name))
    .sort()
    .reverse();
}

/** `wanted` is a run's name, the beginning of exactly one, or `last`. */
export async function findRun(runs: string, wanted: string): Promise<ReadJournal> {
  const names = await listRuns(runs);
  const matches = wanted === 'last' ? names.slice(0, 1) : names.filter((name) => name.startsWith(wanted));
  const [match] = matches;
  if (!match || matches.length > 1) {
    const problem = match ? `${matches.length} runs begin with it` : 'no such run';
    throw new UsageError(`run "${wanted}": ${problem} in ${runs}; \`setright runs list\` shows them`);
  }
  return readJournal(journalPath(runs, match));
}

/** The journals of these runs; one that cannot be read does not hide the others. */
export async function readRuns(runs: string, names: readonly string[]): Promise<readonly ReadJournal[]> {
  const read = await inTurns(names, (name) =>
    readJournal(journalPath(runs, name)).catch((error: unknown) => {
      if (error instanceof ExpectedError || isMissing(error)) return undefined;
      throw error;
    }),
  );
  return read.flatMap((journal) => journal ?? []);
}

const OPEN_AT_ONCE = 50;

/** The answers in order; of tens of thousands of runs only some are open at a time. */
export async function inTurns<Result>(
  names: readonly string[],
  read: (name: string) => Promise<Result>,
): Promise<readonly Result[]> {
  const answers: Result[] = [];
  for (let at = 0; at < names.length; at += OPEN_AT_ONCE)
    answers.push(...(await Promise.all(names.slice(at, at + OPEN_AT_ONCE).map(read))));
  return answers;
}

/** A run that died before its first record. */
export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
