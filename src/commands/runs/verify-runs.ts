import { openDataFolder } from '../../journal/data-folder.ts';
import { journalPath } from '../../journal/journal.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { findRun, listRuns } from '../../journal/runs.ts';
import { ExpectedError, UsageError } from '../../model/errors.ts';
import { counted } from '../../model/printable.ts';
import { table } from '../../report/table.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { DataOptions } from '../options.ts';

interface Verified {
  readonly run: string;
  readonly holds: boolean;
  readonly records: number;
  readonly head: string;
  readonly why: string;
}

/** The exit code where a chain of records does not hold. */
export const PERSON_NEEDED = 4;

export async function verifyRuns(
  terminal: Terminal,
  wanted: string | undefined,
  options: DataOptions & { readonly head?: string },
): Promise<number> {
  const { runs } = await openDataFolder(options.dataDir);
  if (wanted === undefined && options.head !== undefined)
    throw new UsageError('--head is the head of one run: name the run too');
  const names = wanted === undefined ? await listRuns(runs) : [await nameOf(runs, wanted)];
  const verified = await Promise.all(names.map((name) => verify(runs, name, options.head)));
  const broken = verified.filter(({ holds }) => !holds).length;
  terminal.result(
    () => ({ schema: 'setright/runs-verify@1', runs: verified }),
    () =>
      verified.length === 0
        ? `No runs in ${runs}.`
        : table(
            ['RUN', 'CHAIN', 'WHY'],
            verified.map(({ run, holds, why }) => [
              { text: run, tone: 'bold' as const },
              { text: holds ? 'holds' : 'broken', tone: holds ? ('good' as const) : ('bad' as const) },
              { text: why },
            ]),
            terminal,
          ),
  );
  return broken > 0 ? PERSON_NEEDED : 0;
}

/** A journal that cannot even be parsed is one that does not hold, not one that was not found. */
async function nameOf(runs: string, wanted: string): Promise<string> {
  const names = await listRuns(runs);
  if (names.includes(wanted)) return wanted;
  return (await findRun(runs, wanted)).header.run;
}

async function verify(runs: string, run: string, head: string | undefined): Promise<Verified> {
  try {
    const journal = await readJournal(journalPath(runs, run));
    const { broken, records, cutOff } = journal;
    const found = { run, records: records.length, head: journal.head };
    if (broken) return { ...found, holds: false, why: `from record ${broken.n} on: ${broken.why}` };
    if (head !== undefined && head !== journal.head)
      return {
        ...found,
        holds: false,
        why: `its head is ${journal.head}, not the one given: records were cut off, or written anew`,
      };
    const tail = cutOff ? '; the last line was cut off while it was written' : '';
    return {
      ...found,
      holds: true,
      why: `${counted(records.length, 'record')}${tail}, head ${journal.head}`,
    };
  } catch (error) {
    if (error instanceof ExpectedError)
      return { run, holds: false, records: 0, head: '', why: error.message };
    throw error;
  }
}
