import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { State } from '../../model/state.ts';
import { isSession, type LimitEvent } from '../vocabulary/limit-event.ts';
import { type ObservedEvents, observeEvents } from '../vocabulary/observed-limit-events.ts';
import { limitValue } from './session-limit.ts';

/** Everything the judgement of sessions rests on, read without a doubt. */
export interface Observed extends Omit<ObservedEvents, 'events'> {
  readonly state: State;
  readonly since: string | undefined;
  /** Newest first. */
  readonly sessions: readonly LimitEvent[];
  readonly others: readonly LimitEvent[];
}

/** What was read, or the reason why it cannot be judged. A service that is not there needs no more than that. */
export function observe(evidence: Evidence): Observed | { readonly unknown: string } | 'not-installed' {
  const observed = observeEvents(evidence);
  if (observed === 'not-installed' || 'unknown' in observed) return observed;
  const state = evidence.state(limitValue);
  if (state.status === 'unreadable')
    return { unknown: `${evidence.describe(limitValue)} could not be read: ${printable(state.why)}` };
  const { events, ...rest } = observed;
  return {
    ...rest,
    state,
    since: evidence.notInForce(limitValue),
    sessions: events.filter(isSession),
    others: events.filter((event) => !isSession(event)),
  };
}
