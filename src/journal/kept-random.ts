import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import { writeOnce } from './durable.ts';
import { ownFile } from './own-file.ts';

/** Random bytes that this data folder keeps from its first use on, the same for every process. */
export interface KeptRandom {
  readonly path: string;
  readonly bytes: number;
  /** What they are, and what becomes of things when they are made anew: for the message when the file is not whole. */
  readonly what: string;
  readonly withoutIt: string;
}

/** A file of another length is never used: an empty key would still make fingerprints, which anybody could make. */
export async function keptRandom({ path, bytes, what, withoutIt }: KeptRandom): Promise<Buffer> {
  const kept = await ownFile(path, () => readOrMake(path, bytes));
  if (kept.length !== bytes)
    throw new UsageError(
      `${path}: ${what} has ${bytes} bytes, this file has ${kept.length}. Put it back from a copy of the data folder; ` +
        `with no copy, remove the file and a new one is made: ${withoutIt}`,
    );
  return kept;
}

async function readOrMake(path: string, bytes: number): Promise<Buffer> {
  const found = await readIfThere(path);
  if (found) return found;
  await writeOnce(path, randomBytes(bytes));
  return readFile(path);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
