import type { EventsFact } from '../../model/fact.ts';

/** Fewer say nothing about a rhythm. */
const LEAST = 4;
/** Outlook that reconnects every few minutes at most flaps; what is rarer are idle connections that a device forgets. */
const LONGEST = 180;
/** Of the gaps so many have to lie near the middle one. */
const REGULAR = 0.5;

export interface Flapping {
  readonly count: number;
  /** Seconds from one to the next, the middle of all. */
  readonly everySeconds: number;
}

/**
 * The rhythm of events, found in their times. "Lost" and "restored" share one number and are told apart by their insertion strings, for the
 * message is translated: the most frequent of them sets the beat. Undefined: there is no rhythm.
 */
export function flappingIn({ newest }: EventsFact): Flapping | undefined {
  const kinds = [
    ...Map.groupBy(newest, ({ properties, message }) => properties.join('\n') || message).values(),
  ];
  const [most] = kinds.toSorted((one, other) => other.length - one.length);
  if (!most || most.length < LEAST) return;
  const times = most.map(({ at }) => Date.parse(at) / 1000).toSorted((one, other) => one - other);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const middle = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  const near = gaps.filter((gap) => Math.abs(gap - middle) <= Math.max(1, middle / 2));
  if (middle <= 0 || middle > LONGEST || near.length < gaps.length * REGULAR) return;
  return { count: most.length, everySeconds: Math.round(middle) };
}
