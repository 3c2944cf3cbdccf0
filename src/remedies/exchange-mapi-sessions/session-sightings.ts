import type { Sighting } from '../../model/sighting.ts';
import { limitSightings } from '../vocabulary/limit-sightings.ts';
import type { Observed } from './observed.ts';
import { DEFAULT_LIMIT, LIMIT_NAME, limitIn } from './session-limit.ts';

/** The events of each kind, and a limit that somebody raised: whatever is made of them, they were seen. */
export const sessionSightings = ({ sessions, state, since, service }: Observed): readonly Sighting[] => [
  ...limitSightings('sessions-used-up', sessions),
  ...raisedLimit(limitIn(state), since ?? service.startedAt),
];

/** Since when it has been so at the latest: the store reads it when it starts. */
function raisedLimit({ limit, from }: ReturnType<typeof limitIn>, since: string): readonly Sighting[] {
  if (from !== 'value' || limit <= DEFAULT_LIMIT) return [];
  const text = `${LIMIT_NAME} is ${limit}: somebody raised it from the ${DEFAULT_LIMIT} that Exchange permits by itself`;
  return [{ kind: 'session-limit-raised', text, from: since, to: since, count: 1, who: [] }];
}
