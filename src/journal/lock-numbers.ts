/**
 * The files under the controller's locks. Each taking of a machine's lock has a number, one file each, and the highest counts: whoever
 * takes over number n creates n + 1, which only one can. So no lock is ever moved or removed while somebody else may be looking at it,
 * and any number of processes may find the same lock left behind at once. A free lock is an empty file: its number must stay taken.
 * What remains: a file system whose `link` is not exclusive, and people who remove files here while runs are under way.
 */
import { readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnce } from './durable.ts';

export interface NumberedLock {
  readonly number: number;
  /** Empty when it is free. */
  readonly text: string;
}

/** Number 0 is that of a file without one, as version 0.1 wrote them, or of no file at all. */
export async function newestLock(folder: string, name: string): Promise<NumberedLock> {
  const number = Math.max(0, ...(await numbersOf(folder, name)));
  return { number, text: await readLock(folder, name, number) };
}

/** False when another was quicker. */
export async function createLock(
  folder: string,
  name: string,
  { number, text }: NumberedLock,
): Promise<boolean> {
  if (!(await writeOnce(fileOf(folder, name, number), text))) return false;
  // Looked at before others took this number and the next, a number that is gone again can be created anew: it does not count.
  const numbers = await numbersOf(folder, name);
  const isHighest = numbers.every((each) => each <= number);
  const over = isHighest ? numbers.filter((each) => each < number) : [number];
  for (const each of over) await rm(fileOf(folder, name, each), { force: true });
  return isHighest;
}

/** Needs no room on the disk: also when it is full, a lock is given back. Nothing when it is another's by now. */
export async function freeLock(folder: string, name: string, { number, text }: NumberedLock): Promise<void> {
  if ((await readLock(folder, name, number)) !== text) return;
  await truncate(fileOf(folder, name, number));
}

const fileOf = (folder: string, name: string, number: number): string =>
  join(folder, number === 0 ? `${name}.json` : `${name}.${number}.json`);

async function numbersOf(folder: string, name: string): Promise<readonly number[]> {
  const ours = new RegExp(`^${name}(?:\\.([1-9]\\d*))?\\.json$`);
  return (await readdir(folder)).flatMap((file) => {
    const found = ours.exec(file);
    return found ? [Number(found[1] ?? 0)] : [];
  });
}

async function readLock(folder: string, name: string, number: number): Promise<string> {
  try {
    return await readFile(fileOf(folder, name, number), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
