import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRIVATE_FILE } from './durable.ts';

/**
 * A run whose journal has ended and leaves nothing open is remembered as such by an empty file beside the journal, so that an apply reads
 * only the journals of runs that may have left something. It is a note and no truth: without it the journal is read.
 */
const NOTE = 'nothing-left';

export async function isNotedAsSettled(runs: string, run: string): Promise<boolean> {
  return (await readdir(join(runs, run)).catch((): string[] => [])).includes(NOTE);
}

/** A note that cannot be written is missed by nobody. */
export async function noteAsSettled(runs: string, run: string): Promise<void> {
  await writeFile(join(runs, run, NOTE), '', { mode: PRIVATE_FILE }).catch(() => {});
}
