import type { EventsFact } from './fact.ts';
import { FLAPS_WITHIN_SECONDS, rhythmOf } from './rhythm.ts';

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
  const everySeconds = rhythmOf((most ?? []).map(({ at }) => at));
  if (!most || everySeconds === undefined || everySeconds > FLAPS_WITHIN_SECONDS) return;
  return { count: most.length, everySeconds };
}
