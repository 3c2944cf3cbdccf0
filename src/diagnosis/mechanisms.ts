import type { PlacedSighting } from '../model/causal-chain.ts';
import { FLAPS_WITHIN_SECONDS } from '../model/rhythm.ts';
import type { SightingKind } from '../model/sighting.ts';

/** How one thing brings about another. Whether it did so here, times and those concerned have to say. */
export interface Mechanism {
  readonly from: SightingKind;
  readonly to: SightingKind;
  readonly how: string;
  /** Both on one host: what is used up there is missed there. */
  readonly sameHost: boolean;
  /** How far apart they may lie and still belong together, and why so far. */
  readonly withinSeconds: number;
  /** What the effect has to look like, or why it does not look like one of this. */
  readonly unlike?: (effect: PlacedSighting) => string | undefined;
}

const HOUR = 3600;

/** Lost now and then is another trouble: who is cut off by size is cut off again as soon as he comes back. */
const withoutRhythm = ({ everySeconds }: PlacedSighting): string | undefined =>
  everySeconds !== undefined && everySeconds <= FLAPS_WITHIN_SECONDS
    ? undefined
    : `it has no rhythm of at most ${FLAPS_WITHIN_SECONDS} s, as a client has that is cut off again and again`;

/** A path is what its routers make of it: it does not change from one hour to the next. */
export const PATH_STAYS = 24 * HOUR;

export const mechanisms: readonly Mechanism[] = [
  {
    from: 'large-packets-vanish',
    to: 'outlook-reconnects',
    how: 'Outlook waits for large packets that never come, gives the connection up and makes a new one',
    sameHost: false,
    withinSeconds: PATH_STAYS,
    unlike: withoutRhythm,
  },
  {
    from: 'packets-lost',
    to: 'outlook-reconnects',
    how: 'so many packets are lost that connections are given up',
    sameHost: false,
    withinSeconds: 2 * HOUR,
  },
  {
    from: 'large-packets-vanish',
    to: 'sessions-used-up',
    how: 'a client is cut off and comes back, and each time leaves its session behind for up to two hours',
    sameHost: false,
    withinSeconds: PATH_STAYS,
    unlike: withoutRhythm,
  },
  {
    from: 'outlook-reconnects',
    to: 'sessions-used-up',
    how: 'each new connection leaves the session of the one before behind for up to two hours, until the limit is reached and the Information Store closes it (event 9646)',
    sameHost: false,
    withinSeconds: 2 * HOUR,
  },
  {
    from: 'ports-held',
    to: 'ports-used-up',
    how: 'one program keeps the ports that all others need',
    sameHost: true,
    withinSeconds: 72 * HOUR,
  },
  {
    from: 'ports-used-up',
    to: 'outlook-reconnects',
    how: 'no port is left for a new connection',
    sameHost: true,
    withinSeconds: HOUR,
  },
  {
    from: 'outlook-handles',
    to: 'outlook-reconnects',
    how: 'with so many handles open Outlook gets no new socket',
    sameHost: true,
    withinSeconds: 24 * HOUR,
  },
  {
    from: 'ports-used-up',
    to: 'crm-disconnects',
    how: 'no port is left for a new connection to the CRM server',
    sameHost: true,
    withinSeconds: HOUR,
  },
  {
    from: 'outlook-handles',
    to: 'crm-disconnects',
    how: 'with so many handles open Outlook gets no new socket',
    sameHost: true,
    withinSeconds: 24 * HOUR,
  },
];

/** Causes first; what is a state of rest comes last. */
export const order: readonly SightingKind[] = [
  'large-packets-vanish',
  'packets-lost',
  'large-packets-cross',
  'ports-held',
  'ports-used-up',
  'memory-grows',
  'outlook-handles',
  'out-of-memory',
  'crm-disconnects',
  'outlook-reconnects',
  'objects-used-up',
  'sessions-used-up',
  'session-limit-raised',
];
