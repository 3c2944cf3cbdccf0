import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { writeWhole } from './durable.ts';

/** Writes a script that carries a plan: whole or not at all, readable by its owner only, for it holds what a host held. */
export async function writeScriptFile(path: string, text: string): Promise<void> {
  try {
    await writeWhole(resolve(path), text);
  } catch (cause) {
    throw new UsageError(`${path}: the script cannot be written (${(cause as Error).message})`, { cause });
  }
}

export const fileExists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
