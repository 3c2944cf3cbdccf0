import type { ReadJournal } from '../../journal/read-journal.ts';
import { type SettledState, tellHost } from '../../journal/run-story.ts';

/** A later run that brought to an end what an earlier one left unfinished on a host. */
export interface SettledLater {
  readonly run: string;
  readonly state: SettledState;
}

/**
 * Whether a later run settled what `run` left unfinished on `host`: it undid or adopted it when it met it there, or was its rollback and ended. One
 * that got stuck is not the last word.
 * Undefined: as far as these journals know, it is still open. `later` in any order.
 */
export function settledLater(
  run: string,
  host: string,
  later: readonly ReadJournal[],
): SettledLater | undefined {
  let stuck: SettledLater | undefined;
  for (const { header, records } of later.toSorted((a, b) => (a.header.run < b.header.run ? -1 : 1))) {
    const { settled, end } = tellHost(records, host);
    const last = settled.findLast(({ of }) => of === run)?.state;
    if (last !== undefined && last !== 'stuck') return { run: header.run, state: last };
    if (last === 'stuck') stuck = { run: header.run, state: last };
    if (header.plan.undoes === run && end === 'kept') return { run: header.run, state: 'restored' };
  }
  return stuck;
}
