/** Fewer say nothing about a rhythm. */
const LEAST = 4;
/** Of the gaps so many have to lie near the middle one. */
const REGULAR = 0.5;
/** A client that is cut off and comes back does so within this time; what is rarer are idle connections that a device forgets. */
export const FLAPS_WITHIN_SECONDS = 180;

/** Whole seconds from one of these times (ISO 8601, in any order) to the next, the middle of all. Undefined: there is no rhythm. */
export function rhythmOf(at: readonly string[]): number | undefined {
  if (at.length < LEAST) return undefined;
  const times = at.map((time) => Date.parse(time) / 1000).toSorted((one, other) => one - other);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const middle = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  const near = gaps.filter((gap) => Math.abs(gap - middle) <= Math.max(1, middle / 2));
  return middle <= 0 || near.length < gaps.length * REGULAR ? undefined : Math.round(middle);
}
