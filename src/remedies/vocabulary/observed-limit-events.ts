import type { ClusterFact, EventsFact, Question, Reading, ServiceFact } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import { type LimitEvent, limitEvent } from './limit-event.ts';

export const STORE = 'MSExchangeIS';
/** KB842022 names the first; the store's own parts log under the others. */
const PROVIDERS = ['MSExchangeIS', 'MSExchangeIS Mailbox Store', 'MSExchangeIS Public Store'];
const EVENT_ID = 9646;
/** Enough to tell users and types; the count goes further than what is looked at. */
const LOOKED_AT = 500;

export function limitQuestions(hours: number): Readonly<Record<string, Question>> {
  const events = PROVIDERS.map((provider): readonly [string, Question] => [
    labelOf(provider),
    { fact: 'events', ask: { log: 'Application', provider, id: EVENT_ID, hours, newest: LOOKED_AT } },
  ]);
  return {
    service: { fact: 'service', ask: { service: STORE } },
    cluster: { fact: 'cluster', ask: {} },
    ...Object.fromEntries(events),
  };
}

/** All events 9646 of the window, whatever their object type, with the service that logged them. */
export interface ObservedEvents {
  readonly service: ServiceFact;
  readonly cluster: Reading<ClusterFact>;
  /** Newest first. `unread`: events 9646 whose text fitted nothing; `uncounted`: more than were looked at. */
  readonly events: readonly LimitEvent[];
  readonly unread: number;
  readonly uncounted: boolean;
}

export function observeEvents(
  evidence: Evidence,
): ObservedEvents | { readonly unknown: string } | 'not-installed' {
  const service = evidence.fact('service', 'service');
  if (!service.known)
    return { unknown: `the service ${STORE} could not be looked at: ${printable(service.why)}` };
  if (!service.value.exists) return 'not-installed';
  const read: EventsFact[] = [];
  for (const provider of PROVIDERS) {
    const events = evidence.fact('events', labelOf(provider));
    if (!events.known)
      return { unknown: `events ${EVENT_ID} of ${provider} could not be read: ${printable(events.why)}` };
    read.push(events.value);
  }
  const shown = read.flatMap(({ newest }) => newest);
  const parsed = shown.flatMap((event) => limitEvent(event) ?? []);
  return {
    service: service.value,
    cluster: evidence.fact('cluster', 'cluster'),
    events: parsed.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    unread: shown.length - parsed.length,
    uncounted: read.some(({ count, capped, newest }) => capped || count > newest.length),
  };
}

const labelOf = (provider: string): string => `events of ${provider}`;
