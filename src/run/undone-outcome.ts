import type { JournalUndo } from '../model/journal.ts';
import type { UndoneChange, UndoReport } from '../model/line.ts';
import type { HostOutcome } from '../model/outcome.ts';
import { printable } from '../model/printable.ts';
import type { ExactChange } from '../plan/assemble.ts';
import type { HostWork } from './host-work.ts';
import { outcome } from './outcomes.ts';
import { shownReport } from './shown-report.ts';
import { typeOf } from './tables.ts';

/** The outcome that an undo report means. A journal that could not be written makes it a matter for a person. */
export function undoneOutcome(
  work: HostWork,
  changes: readonly ExactChange[],
  cause: string,
  report: UndoReport,
  details: readonly string[],
): HostOutcome {
  const more = { connections: work.connections, details };
  if (report.state === 'stuck') {
    const conflicts = [
      ...report.changes.flatMap((undone) => conflictOf(changes, undone)),
      ...report.services
        .filter(({ status }) => status !== 'running')
        .map(({ service, status }) => `${printable(service)} ran before and is ${printable(status)}`),
    ];
    return outcome(
      work.host.name,
      'stuck',
      `${cause}; not everything could be put back: ${conflicts.join('; ')}`,
      {
        ...more,
        details: [...details, ...conflicts],
      },
    );
  }
  const status = details.length > 0 ? 'unfinished' : 'restored';
  return outcome(work.host.name, status, `${cause}; restored and verified`, more);
}

function conflictOf(changes: readonly ExactChange[], undone: UndoneChange): string[] {
  if (undone.outcome === 'restored' || undone.outcome === 'already' || undone.outcome === 'untouched')
    return [];
  const change = changes.find(({ id }) => id === undone.change);
  if (!change) return [`${printable(undone.change)}: ${printable(undone.why)}`];
  const type = typeOf(change.resource);
  const found = undone.found && !change.sensitive ? ` and reads ${type.describeState(undone.found)}` : '';
  return [
    `${type.describe(change.resource)}: ${undone.outcome}${found}${undone.why ? ` (${printable(undone.why)})` : ''}`,
  ];
}

/** The report on this run's own changes as the journal may hold it. */
export const ownReport = (work: HostWork, changes: readonly ExactChange[], report: UndoReport): JournalUndo =>
  shownReport(
    work.context.backups,
    report,
    (id) => changes.find((change) => change.id === id)?.sensitive ?? true,
  );
