import { counted, printable } from '../../model/printable.ts';
import { FLAPS_WITHIN_SECONDS, rhythmOf } from '../../model/rhythm.ts';
import { accountIn, type Sighting, type SightingKind } from '../../model/sighting.ts';
import type { Observed } from './observed.ts';
import { type LimitEvent, tally } from './session-events.ts';
import { DEFAULT_LIMIT, LIMIT_NAME, limitIn } from './session-limit.ts';

/** The events of each kind, and a limit that somebody raised: whatever is made of them, they were seen. */
export const sessionSightings = ({ sessions, state, since, service }: Observed): readonly Sighting[] => [
  ...limitSightings('sessions-used-up', sessions),
  ...raisedLimit(limitIn(state), since ?? service.startedAt),
];

/** One for each account: whose events have a rhythm is another case than whose have none. */
export const limitSightings = (kind: SightingKind, events: readonly LimitEvent[]): readonly Sighting[] =>
  tally(events.map(({ user }) => user)).map(([user]) => {
    const own = events.filter((event) => event.user === user);
    const times = own.map(({ at }) => at).sort((one, other) => Date.parse(one) - Date.parse(other));
    const beat = rhythmOf(times) ?? Number.POSITIVE_INFINITY;
    const everySeconds = beat <= FLAPS_WITHIN_SECONDS ? beat : undefined;
    const types = tally(own.map(({ type }) => type)).map(([type]) => `"${printable(type)}"`);
    const rhythm = everySeconds === undefined ? '' : `, one every ${everySeconds} s`;
    const account = accountIn(user);
    return {
      kind,
      text: `${counted(own.length, 'event')} 9646 of type ${types.join(', ')} for ${printable(account) || 'an account without a name'} (maximum ${own[0]?.maximum})${rhythm}`,
      from: times[0] ?? '',
      to: times.at(-1) ?? '',
      count: own.length,
      who: account === '' ? [] : [account],
      ...(everySeconds === undefined ? {} : { everySeconds }),
    };
  });

/** Since when it has been so at the latest: the store reads it when it starts. */
function raisedLimit({ limit, from }: ReturnType<typeof limitIn>, since: string): readonly Sighting[] {
  if (from !== 'value' || limit <= DEFAULT_LIMIT) return [];
  const text = `${LIMIT_NAME} is ${limit}: somebody raised it from the ${DEFAULT_LIMIT} that Exchange permits by itself`;
  return [{ kind: 'session-limit-raised', text, from: since, to: since, count: 1, who: [] }];
}
