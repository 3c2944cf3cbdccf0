import { fchmodSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Watcher } from '../model/progress.ts';
import { PRIVATE_FILE } from './durable.ts';

/**
 * Appends everything that crosses the lines to hosts, a line each: time, host, direction, text. Nobody else may read it, for what hosts
 * say is in it. Written at once: the last line is what counts after a crash.
 */
export function openLineLog(path: string, clock: () => Date): Watcher {
  const file = openPrivately(path);
  return (event) => {
    if (event.kind !== 'line') return;
    const { host, direction, text } = event;
    writeSync(file, `${clock().toISOString()} ${host} ${direction} ${printable(text)}\n`);
  };
}

function openPrivately(path: string): number {
  try {
    const file = openSync(path, 'a', PRIVATE_FILE);
    fchmodSync(file, PRIVATE_FILE);
    return file;
  } catch (cause) {
    throw new UsageError(`${path}: the log cannot be written (${(cause as Error).message})`, { cause });
  }
}
