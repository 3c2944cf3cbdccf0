import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEntry } from '../model/journal.ts';
import { chained, GENESIS } from './chain.ts';
import { makePrivateFolder, PRIVATE_FILE, syncFolder } from './durable.ts';

export const journalPath = (runs: string, run: string): string => join(runs, run, 'journal.ndjson');

/**
 * The append-only record of one run. `append` returns when the record is on disk, so that what it announces may begin; records of
 * many hosts take their turns. After a failed write every later one fails too: nothing may be done that cannot be written down.
 */
export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #clock: () => Date;
  #n = 0;
  #head = GENESIS;
  #turn: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, clock: () => Date) {
    this.path = path;
    this.#file = file;
    this.#clock = clock;
  }

  static async create(runs: string, run: string, clock: () => Date): Promise<Journal> {
    const path = journalPath(runs, run);
    await makePrivateFolder(join(runs, run));
    const file = await open(path, 'ax', PRIVATE_FILE);
    await syncFolder(join(runs, run));
    return new Journal(path, file, clock);
  }

  append(entry: JournalEntry): Promise<void> {
    const written = this.#turn.then(() => this.#write(entry));
    this.#turn = written;
    written.catch(() => {});
    return written;
  }

  /** The hash of the newest record: printed at the end of a run, for keeping elsewhere. */
  get head(): string {
    return this.#head;
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => {});
    await this.#file.close();
  }

  async #write(entry: JournalEntry): Promise<void> {
    const record = chained(entry, this.#n + 1, this.#clock().toISOString(), this.#head);
    await this.#file.appendFile(`${JSON.stringify(record)}\n`);
    await this.#file.datasync();
    this.#n = record.n;
    this.#head = record.hash;
  }
}
