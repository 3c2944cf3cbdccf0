import { ExpectedError } from '../../model/errors.ts';
import type { UndoneChange, UndoReport } from '../../model/host-record.ts';
import type { JournalUndo } from '../../model/journal.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { counted, printable } from '../../model/printable.ts';
import type { ExactChange } from '../../plan/assemble.ts';
import { outcome } from '../outcomes.ts';
import { describeChanges, nameEffect, typeOf } from '../tables.ts';
import type { HostWork } from './host-work.ts';
import type { Prepared } from './prepare.ts';
import { shownReport } from './shown-report.ts';

/** The outcome that an undo report means. A record that could not be written, here or on the host, makes it a matter for a person. */
export async function undoneOutcome(
  work: HostWork,
  { changes, effects }: Prepared,
  cause: string,
  report: UndoReport,
  notes: readonly string[],
): Promise<HostOutcome> {
  const { host, connections } = work;
  const details = report.unwritten ? [...notes, unwrittenOnHost(work.run)] : notes;
  const waiting = effects.length > 0 ? await restoredNotInForce(work) : [];
  const more = { connections, details, notInForce: describeChanges(changes, waiting ?? []) };
  if (report.state === 'stuck') {
    const conflicts = describeStuck(report, (id, undone) => describeUndone(changes, id, undone));
    const summary = `${cause}; not everything could be put back: ${conflicts.join('; ')}. Put this right by hand, then setright recover ${host.name}`;
    return outcome(host.name, 'stuck', summary, { ...more, details: [...details, ...conflicts] });
  }
  const status = details.length > 0 ? 'unfinished' : 'restored';
  const force = forceText(host.name, effects, waiting);
  const open = report.unwritten ? `; ${unwrittenOnHost(work.run)}` : '';
  return outcome(host.name, status, `${cause}; restored and verified${force}${open}`, more);
}

/** All is put back, and the host's own word for it is missing. */
export const unwrittenOnHost = (run: string): string =>
  `the host's record of run ${printable(run)} is incomplete, for it could not be written there (is its disk full?); the journal of this controller tells how it ended. ` +
  'Make room on the host; the next apply, or setright recover, completes its record';

/** After an effect the old values are back, but what runs has read the new ones; the host's record knows. Undefined: it could not be asked. */
async function restoredNotInForce({ session, run }: HostWork): Promise<readonly string[] | undefined> {
  try {
    const { runs } = await session.greet([run]);
    return runs.find((each) => each.run === run)?.notInForce.map(({ change }) => change) ?? [];
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return undefined;
  }
}

function forceText(
  host: string,
  effects: Prepared['effects'],
  waiting: readonly string[] | undefined,
): string {
  if (waiting === undefined)
    return `; whether what was restored is in force could not be learnt: setright check ${host} tells`;
  if (waiting.length === 0) return '';
  return `; ${counted(waiting.length, 'restored value')} not in force: ${effects.map(nameEffect).join(', ')} had happened`;
}

/** What keeps an undo from being whole, one line each; `name` says what a change is about. */
export function describeStuck(
  report: UndoReport,
  name: (change: string, undone: UndoneChange) => string,
): readonly string[] {
  const values = report.changes
    .filter(({ outcome: how }) => !['restored', 'already', 'untouched'].includes(how))
    .map((undone) => {
      const why = undone.why ? ` (${printable(undone.why)})` : '';
      return `${name(undone.change, undone)}: ${undone.outcome}${why}`;
    });
  const services = report.services
    .filter(({ status }) => status !== 'running')
    .map(({ service, status }) => `${printable(service)} ran before and is ${printable(status)}`);
  return [...values, ...services];
}

function describeUndone(changes: readonly ExactChange[], id: string, { found }: UndoneChange): string {
  const change = changes.find((each) => each.id === id);
  if (!change) return `change ${printable(id)}`;
  const type = typeOf(change.resource);
  const reads = found && !change.sensitive ? `, which reads ${type.describeState(found)}` : '';
  return `${type.describe(change.resource)}${reads}`;
}

/** The report on this run's own changes as the journal may hold it. */
export const ownReport = (work: HostWork, { changes }: Prepared, report: UndoReport): JournalUndo =>
  shownReport(
    work.context.backups,
    report,
    (id) => changes.find((change) => change.id === id)?.sensitive ?? true,
  );
