import { counted } from '../../model/printable.ts';
import type { Sighting } from '../../model/sighting.ts';
import type { Observed } from './observed.ts';
import { EXHAUSTED_SHARE, type Holder, holderText, type PortUse } from './port-holders.ts';

/** Ports that ran out, by event or by count, and a program that holds them now. Events are known by their latest time only. */
export function portSightings(
  { events, range, at }: Observed,
  { ports }: PortUse,
  leak: Holder | undefined,
): readonly Sighting[] {
  const isFull = ports >= range.number * EXHAUSTED_SHARE;
  const times = events.map(({ latest }) => latest).sort();
  const count = events.reduce((sum, event) => sum + event.count, 0);
  const said = events.map((event) => `${counted(event.count, 'event')} ${event.id}`);
  const used: Sighting = {
    kind: 'ports-used-up',
    text: [...said, `${ports} of ${range.number} ports in use when looked at`].join(', '),
    from: times[0] ?? at,
    to: isFull ? at : (times.at(-1) ?? at),
    count: Math.max(1, count),
    who: [],
  };
  const held: Sighting = {
    kind: 'ports-held',
    text: leak ? holderText(leak) : '',
    from: at,
    to: at,
    count: leak?.ports ?? 0,
    who: [],
  };
  return [...(events.length > 0 || isFull ? [used] : []), ...(leak ? [held] : [])];
}
