import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import { JOURNAL_SCHEMA, type JournalRecord, type RunHeader } from '../model/journal.ts';
import { isPlainObject, parsedJson } from '../model/json.ts';
import { brokenLink } from './chain.ts';

export interface ReadJournal {
  readonly header: RunHeader;
  readonly records: readonly JournalRecord[];
  /** The last line was cut off in the middle of a write: the controller died there. The records before it count. */
  readonly cutOff: boolean;
  /** Where the chain breaks and why, if it does. */
  readonly broken: { readonly n: number; readonly why: string } | undefined;
  readonly head: string;
}

export async function readJournal(path: string): Promise<ReadJournal> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const cutOff = lines.pop() !== '';
  const records: JournalRecord[] = [];
  for (const [index, line] of lines.entries()) records.push(parseRecord(line, `${path}:${index + 1}`));
  const first = records[0];
  if (!first)
    throw new UsageError(`${path}: the journal is empty; its run never began, and nothing was changed`);
  if (first.event !== 'run-begun')
    throw new UsageError(`${path}:1: a journal begins with run-begun, found ${first.event}`);
  if (first.schema !== JOURNAL_SCHEMA)
    throw new UsageError(
      `${path}:1: this version reads ${JOURNAL_SCHEMA}, found ${first.schema}; use the version that wrote it`,
    );
  return {
    header: first.run,
    records,
    cutOff,
    broken: brokenLink(records),
    head: records.at(-1)?.hash ?? '',
  };
}

function parseRecord(line: string, where: string): JournalRecord {
  const record = parsedJson(line);
  if (!isPlainObject(record) || typeof record.event !== 'string' || typeof record.n !== 'number')
    throw new UsageError(
      `${where}: this line is not a journal record; the file was changed after it was written`,
    );
  return record as unknown as JournalRecord;
}
