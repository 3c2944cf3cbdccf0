/** Small packets only, on a way that swallows large ones: because the inventory says so, or once the first exchange with a host has stalled. */
import { type Check, doubtful } from '../../model/diagnosis.ts';
import { StalledError } from '../../model/errors.ts';
import { type Host, inNarrowMode, isNarrow } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { Sighting } from '../../model/sighting.ts';
import type { Swallowed } from '../../model/transport.ts';
import type { RunContext, Stalled } from '../context.ts';

const directions: Readonly<Record<Swallowed, string>> = {
  'to-host': ' (large packets to the host vanish)',
  'from-host': ' (large packets from the host vanish)',
  either: '',
};

const becauseOf = (stalled: Stalled | undefined): string =>
  `slow: narrow mode, since the first exchange stalled${directions[stalled?.swallowed ?? 'either']}`;

/** Opens a line; a second time, and narrow, when the first one stalled. Which hosts that was is remembered for the rest of the run. */
export async function onceMoreNarrow<Line>(
  host: Host,
  { watch, stalled }: RunContext,
  open: (host: Host) => Promise<Line>,
): Promise<Line> {
  const tell = (step: string) => watch({ kind: 'host-step', host: host.name, step });
  const narrow = inNarrowMode(host);
  if (narrow === undefined || !stalled.has(host.name)) {
    if (isNarrow(host)) tell('connecting in small packets (narrow): this is slow');
    try {
      return await open(host);
    } catch (error) {
      if (!(error instanceof StalledError) || narrow === undefined) throw error;
      stalled.set(host.name, { swallowed: error.swallowed, connections: 1 });
    }
  }
  tell(becauseOf(stalled.get(host.name)));
  return open(narrow);
}

/** For a look at the line itself: it works, and not for everything. */
export const stalledCheck = (stalled: Stalled): Check =>
  doubtful(
    stalled.swallowed === 'from-host' ? 'large-reply' : 'large-request',
    becauseOf(stalled),
    'Large packets are lost for their size (path MTU): `setright path` finds the largest that passes, for the people of the routers.',
    'ping -f -l 1472 <this machine>',
  );

/** That small packets came through where the first, large ones did not, is a measurement of the way from here. */
export function stalledSighting(
  { name }: Host,
  stalled: Stalled | undefined,
  addresses: readonly string[],
  at: string,
): readonly Sighting[] {
  if (stalled === undefined) return [];
  const text = `the line from this computer to ${name} stalled with packets of full size, and works with small ones: ${becauseOf(stalled)}`;
  return [{ kind: 'large-packets-vanish', text, from: at, to: at, count: 1, who: addresses }];
}

/** What a report says of a host that was spoken to so: the connection that stalled counts too. */
export function tellStalled({ stalled }: RunContext, outcome: HostOutcome): HostOutcome {
  const known = stalled.get(outcome.host);
  if (known === undefined) return outcome;
  stalled.set(outcome.host, { ...known, connections: 0 });
  return {
    ...outcome,
    details: [...outcome.details, becauseOf(known)],
    connections: outcome.connections + known.connections,
  };
}
