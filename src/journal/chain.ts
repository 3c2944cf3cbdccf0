import { createHash } from 'node:crypto';
import type { JournalEntry, JournalRecord } from '../model/journal.ts';
import { canonicalJson } from '../model/json.ts';

/** The `previous` of the first record. */
export const GENESIS = '0'.repeat(64);

export function chained(entry: JournalEntry, n: number, at: string, previous: string): JournalRecord {
  const record = { ...entry, n, at, previous };
  return { ...record, hash: hashOf(record) };
}

/** The first record that does not follow from the one before it, with why; undefined when the whole chain holds. */
export function brokenLink(records: readonly JournalRecord[]): { n: number; why: string } | undefined {
  let previous = GENESIS;
  for (const [index, { hash, ...record }] of records.entries()) {
    if (record.n !== index + 1) return { n: index + 1, why: `record ${index + 1} is numbered ${record.n}` };
    if (record.previous !== previous)
      return { n: record.n, why: 'it does not follow from the record before it' };
    if (hashOf(record) !== hash) return { n: record.n, why: 'its text is not what was written' };
    previous = hash;
  }
  return undefined;
}

const hashOf = (record: object): string => createHash('sha256').update(canonicalJson(record)).digest('hex');
