import { fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Watcher } from '../model/progress.ts';
import { PRIVATE_FILE } from './durable.ts';

/**
 * Appends everything that crosses the lines to hosts, a line each: time, host, direction, text. Nobody else may read it, for what hosts
 * say is in it. Written at once: the last line is what counts after a crash. A log that can be written no more is told to `ended`, once,
 * and never stops a run: hosts would be left in the middle for want of a line about them.
 */
export function openLineLog(path: string, clock: () => Date, ended: (why: string) => void): Watcher {
  const file = openPrivately(path);
  let isEnded = false;
  return (event) => {
    if (event.kind !== 'line' || isEnded) return;
    const { host, direction, text } = event;
    try {
      writeSync(file, `${clock().toISOString()} ${host} ${direction} ${printable(text)}\n`);
    } catch (error) {
      isEnded = true;
      ended(`${path}: the log ends here, it cannot be written any more (${(error as Error).message})`);
    }
  };
}

function openPrivately(path: string): number {
  try {
    const file = openSync(path, 'a', PRIVATE_FILE);
    if (fstatSync(file).isFile()) fchmodSync(file, PRIVATE_FILE);
    return file;
  } catch (cause) {
    throw new UsageError(`${path}: the log cannot be written (${(cause as Error).message})`, { cause });
  }
}
