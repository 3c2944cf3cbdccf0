import { type Command, InvalidArgumentError } from 'commander';
import { TIMED_UNDO } from '../../model/guard.ts';

const seconds: Readonly<Record<string, number>> = { min: 60, h: 3_600, d: 86_400 };

/** `30min`, `8h`, `14d` as seconds. */
function undoAfter(text: string): number {
  const [, count = '', unit = ''] = /^([0-9]{1,6}) ?(min|h|d)$/.exec(text) ?? [];
  const found = Number(count) * (seconds[unit] ?? 0);
  if (found < TIMED_UNDO.shortest || found > TIMED_UNDO.longest)
    throw new InvalidArgumentError('expected a time from 5min to 90d, such as 30min, 8h or 14d.');
  return found;
}

export interface UndoAfterOptions {
  readonly undoAfter?: number;
}

export const withUndoAfter = (command: Command): Command =>
  command.option(
    '--undo-after <time>',
    'for a time only: the host takes it back by itself after 5min to 90d (30min, 8h, 14d), whoever is there then (tried on simulated hosts and fakes only, on no real task scheduler yet)',
    undoAfter,
  );
