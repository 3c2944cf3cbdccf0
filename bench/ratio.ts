/**
 * One comparison, both sides measured in the same run on the same machine: what is printed holds on other machines too, which
 * milliseconds alone do not.
 */
export interface Ratio {
  readonly what: string;
  readonly ratio: number;
  /** The ratio must stay below this; undefined where there is only something to know. */
  readonly below?: number;
  /** The two sides in their own units, for people. */
  readonly measured: string;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('the median of nothing');
  return middle;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const milliseconds = (duration: number): string =>
  duration < 10 ? `${duration.toFixed(2)} ms` : `${Math.round(duration)} ms`;

export const rowOf = ({ what, ratio, below, measured }: Ratio): string => {
  const verdict = below === undefined ? '' : ratio < below ? `(below ${below}: yes)` : `(below ${below}: NO)`;
  return `${what.padEnd(52)} ${ratio.toFixed(2).padStart(8)}  ${verdict.padEnd(18)} ${measured}`;
};

export const isMissed = ({ ratio, below }: Ratio): boolean => below !== undefined && !(ratio < below);
