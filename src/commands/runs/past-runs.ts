import { openDataFolder } from '../../journal/data-folder.ts';
import { journalPath } from '../../journal/journal.ts';
import { type ReadJournal, readJournal } from '../../journal/read-journal.ts';
import { type HostStory, hostsOf, tellHost } from '../../journal/run-story.ts';
import { findRun, inTurns, isMissing, listRuns, readRuns } from '../../journal/runs.ts';
import { ExpectedError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { tally } from '../../report/status-tone.ts';
import { type ToldRun, toldRunText } from '../../report/story-text.ts';
import { table } from '../../report/table.ts';
import { isKeptForATime } from '../../run/apply/left-runs.ts';
import { type SettledLater, settledLater } from '../../run/apply/settled-later.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { DataOptions } from '../options.ts';
import { PERSON_NEEDED } from './verify-runs.ts';

export async function listPastRuns(terminal: Terminal, options: DataOptions): Promise<number> {
  const { runs } = await openDataFolder(options.dataDir);
  const names = await listRuns(runs);
  const found = await inTurns(names, (name) => summaryOf(runs, name));
  terminal.result(
    () => ({ schema: 'setright/runs-list@1', folder: runs, runs: found }),
    () =>
      found.length === 0
        ? `No runs in ${runs}.`
        : table(
            ['RUN', 'VERB', 'BY', 'HOSTS'],
            found.map((run) => [
              { text: run.run, tone: 'bold' as const },
              { text: run.verb },
              { text: printable(run.person) },
              { text: run.hosts },
            ]),
            terminal,
          ),
  );
  return 0;
}

/** A journal that cannot be read does not hide the others. */
async function summaryOf(runs: string, name: string) {
  try {
    const { header, stories, settled, broken } = await tellRun(
      runs,
      await readJournal(journalPath(runs, name)),
    );
    const ends = stories.map((story) => wordFor(story, settled.get(story.host)));
    return {
      run: name,
      verb: header.verb,
      ...(header.plan.undoes === undefined ? {} : { undoes: header.plan.undoes }),
      startedAt: header.startedAt,
      person: header.person,
      hosts: broken ? `${tally(ends)}; chain broken at record ${broken.n}` : tally(ends),
      ...(broken ? { broken } : {}),
    };
  } catch (error) {
    if (!(error instanceof ExpectedError) && !isMissing(error)) throw error;
    return { run: name, verb: 'unreadable', startedAt: '', person: '', hosts: (error as Error).message };
  }
}

/** How a run ended on a host, with what a later one made of a loose end, and what it made itself of an earlier one's. */
function wordFor({ end, settled }: HostStory, later: SettledLater | undefined): string {
  if (end === 'unfinished' && later) return `${end} → ${later.state}`;
  return end === 'nothing' && settled.length > 0 ? 'settled an earlier run' : end;
}

export async function showPastRun(terminal: Terminal, wanted: string, options: DataOptions): Promise<number> {
  const { runs } = await openDataFolder(options.dataDir);
  const journal = await findRun(runs, wanted);
  const told = await tellRun(runs, journal);
  terminal.result(
    () => ({
      schema: 'setright/runs-show@1',
      ...journal.header,
      isEnded: told.isEnded,
      broken: told.broken ?? null,
      chainHead: told.head,
      hosts: told.stories.map((story) => ({ ...story, settledLater: told.settled.get(story.host) ?? null })),
    }),
    () => toldRunText(told, terminal),
  );
  return journal.broken ? PERSON_NEEDED : 0;
}

async function tellRun(runs: string, journal: ReadJournal): Promise<ToldRun> {
  const { header, records, head, broken } = journal;
  const stories = hostsOf(records).map((host) => tellHost(records, host));
  const open = stories.filter((story) => story.end === 'unfinished' || isKeptForATime(story));
  const later = open.length === 0 ? [] : await laterThan(runs, header.run);
  const settled = open.flatMap(({ host }) => {
    const found = settledLater(header.run, host, later);
    return found ? [[host, found] as const] : [];
  });
  return {
    header,
    stories,
    settled: new Map(settled),
    broken,
    head,
    isEnded: records.at(-1)?.event === 'run-ended',
  };
}

const laterThan = async (runs: string, run: string): Promise<readonly ReadJournal[]> =>
  readRuns(
    runs,
    (await listRuns(runs)).filter((name) => name > run),
  );
