import { counted, printable } from '../../model/printable.ts';
import { FLAPS_WITHIN_SECONDS, rhythmOf } from '../../model/rhythm.ts';
import { accountIn, type Sighting, type SightingKind } from '../../model/sighting.ts';
import { type LimitEvent, tally } from './limit-event.ts';

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
