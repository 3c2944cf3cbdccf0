import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { JournalEntry } from '../model/journal.ts';
import { chained, GENESIS } from './chain.ts';
import { makePrivateFolder, PRIVATE_FILE, syncFolder } from './durable.ts';
import { ownFile } from './own-file.ts';
import { isDiskFull, Reserve } from './reserve.ts';

export const journalPath = (runs: string, run: string): string => join(runs, run, 'journal.ndjson');

/**
 * The append-only record of one run. `append` returns when the record is on disk, so that what it announces may begin; records of
 * many hosts take their turns. A record that no longer fits gets the room that was reserved for it. After a failed write every later one fails too: nothing may be done that cannot be written down.
 */
export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #clock: () => Date;
  readonly #reserve: Reserve;
  #length = 0;
  #n = 0;
  #head = GENESIS;
  #turn: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, reserve: Reserve, clock: () => Date) {
    this.path = path;
    this.#file = file;
    this.#reserve = reserve;
    this.#clock = clock;
  }

  /** `room`: bytes that its records may come to. Nothing is left where there is none for them. */
  static async create(runs: string, run: string, clock: () => Date, room?: number): Promise<Journal> {
    const path = journalPath(runs, run);
    const folder = join(runs, run);
    try {
      await makePrivateFolder(folder);
      const file = await open(path, 'ax', PRIVATE_FILE);
      try {
        const reserve = await Reserve.take(join(folder, 'reserve'), room);
        await syncFolder(folder);
        return new Journal(path, file, reserve, clock);
      } catch (error) {
        await file.close();
        await rm(folder, { recursive: true, force: true }).catch(() => {});
        throw error;
      }
    } catch (cause) {
      const why = isDiskFull(cause)
        ? 'its disk has no room for'
        : `its disk does not take (${(cause as Error).message})`;
      throw new UsageError(
        `${runs}: ${why} the records of a run; nothing was begun. Put that right, or name another folder with --data-dir`,
        { cause },
      );
    }
  }

  append(entry: JournalEntry): Promise<void> {
    const written = this.#turn.then(() => ownFile(this.path, () => this.#write(entry)));
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
    await this.#reserve.close();
  }

  async #write(entry: JournalEntry): Promise<void> {
    const record = chained(entry, this.#n + 1, this.#clock().toISOString(), this.#head);
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    while (!(await this.#fits(line))) await this.#file.truncate(this.#length);
    this.#length += line.length;
    this.#n = record.n;
    this.#head = record.hash;
  }

  /** On disk; or not, and room was made to try again. */
  async #fits(line: Buffer): Promise<boolean> {
    try {
      await this.#file.appendFile(line);
      await this.#file.datasync();
      return true;
    } catch (error) {
      if (isDiskFull(error) && (await this.#reserve.giveUp())) return false;
      // A torn line is none.
      await this.#file.truncate(this.#length).catch(() => {});
      throw error;
    }
  }
}
