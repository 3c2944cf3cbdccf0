import type { BackupStore } from '../../journal/backup-store.ts';
import type { UndoReport } from '../../model/host-record.ts';
import type { JournalUndo } from '../../model/journal.ts';

/** An undo report as the journal may hold it: what a sensitive resource was found to hold becomes its fingerprint. */
export const shownReport = (
  backups: BackupStore,
  report: UndoReport,
  isSensitive: (change: string) => boolean,
): JournalUndo => ({
  state: report.state,
  services: report.services,
  ...(report.unwritten ? { unwritten: true } : {}),
  changes: report.changes.map((undone) => ({
    ...undone,
    found: undone.found && isSensitive(undone.change) ? backups.shown(undone.found) : undone.found,
  })),
});
