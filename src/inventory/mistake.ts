import { UsageError } from '../model/errors.ts';
import { counted, printable, shortened } from '../model/printable.ts';

/** Where something stands in an inventory file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing wrong in an inventory: what was found, what was expected, and the next move, in one text. */
export interface Mistake {
  readonly at: Position;
  readonly text: string;
}

const shownAtMost = 50;

/** All mistakes of a file as one error, a line each, in the order of the file; each text once per position. */
export function usageErrorOf(file: string, mistakes: readonly Mistake[]): UsageError {
  const lines = mistakes
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ at, text }) => `${file}:${at.line}:${at.column}: ${text}`);
  const unique = [...new Set(lines)];
  const shown = unique.slice(0, shownAtMost);
  if (unique.length > shown.length)
    shown.push(`... and ${counted(unique.length - shown.length, 'more mistake')}`);
  return new UsageError(shown.join('\n'));
}

/** A piece of the file inside a message: quoted, control characters escaped, cut short. */
export const quoted = (value: unknown): string =>
  printable(shortened(JSON.stringify(value) ?? String(value), 80));
