import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { HostPlan } from '../model/plan.ts';
import { PRIVATE_FILE } from './durable.ts';

const FLOOR = 65_536;
const PIECE = 65_536;
const PER_HOST = 8_192;
const PER_CHANGE = 1_024;

/**
 * Room for the records of a run, taken before anything is done: bytes that no file system can make fewer, given up piece by piece when the
 * disk is full. The file loses its name at once and is kept by its handle: a controller that is killed leaves nothing of it.
 */
export class Reserve {
  readonly #file: FileHandle;
  #left: number;

  private constructor(file: FileHandle, bytes: number) {
    this.#file = file;
    this.#left = bytes;
  }

  /** On disk when this returns; rejects as the system does when there is no room. */
  static async take(path: string, bytes = FLOOR): Promise<Reserve> {
    const file = await open(path, 'wx', PRIVATE_FILE);
    try {
      await rm(path);
      for (let left = bytes; left > 0; left -= PIECE)
        await file.appendFile(randomBytes(Math.min(left, PIECE)));
      await file.sync();
    } catch (error) {
      await file.close();
      throw error;
    }
    return new Reserve(file, bytes);
  }

  /** False when there is nothing left to give up. */
  async giveUp(): Promise<boolean> {
    if (this.#left === 0) return false;
    this.#left = Math.max(0, this.#left - PIECE);
    await this.#file.truncate(this.#left);
    await this.#file.sync();
    return true;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code));

/** What the records of these hosts can come to: the changes stand in three of them, and each is told again as it is made and undone. */
export const roomFor = (hosts: readonly HostPlan[]): number =>
  hosts.reduce(
    (bytes, { changes, effects }) =>
      bytes +
      PER_HOST +
      changes.length * PER_CHANGE +
      3 * (JSON.stringify(changes).length + JSON.stringify(effects).length),
    FLOOR,
  );
