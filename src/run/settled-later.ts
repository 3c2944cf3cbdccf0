import type { ReadJournal } from '../journal/read-journal.ts';
import { tellHost } from '../journal/run-story.ts';

/** A later run that brought to an end what an earlier one left unfinished on a host. */
export interface SettledLater {
  readonly run: string;
  readonly state: 'restored' | 'stuck';
}

/**
 * Whether a later run settled what `run` left unfinished on `host`: it undid it when it met it there, or was its rollback and ended.
 * Undefined: as far as these journals know, it is still open. `later` in any order.
 */
export function settledLater(
  run: string,
  host: string,
  later: readonly ReadJournal[],
): SettledLater | undefined {
  for (const { header, records } of later.toSorted((a, b) => (a.header.run < b.header.run ? -1 : 1))) {
    for (const record of records)
      if (record.event === 'undone' && record.host === host && record.of === run)
        return { run: header.run, state: record.report.state };
    if (header.plan.undoes === run && tellHost(records, host).end === 'kept')
      return { run: header.run, state: 'restored' };
  }
  return undefined;
}
