/** Small packets only, on a way that swallows large ones: because the inventory says so, or once the first exchange with a host has stalled. */
import { StalledError } from '../model/errors.ts';
import { type Host, inNarrowMode, isNarrow } from '../model/host.ts';
import type { HostOutcome } from '../model/outcome.ts';
import type { Sighting } from '../model/sighting.ts';
import type { RunContext } from './context.ts';

const BECAUSE = 'slow: narrow mode, since the first exchange stalled';

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
      stalled.set(host.name, 1);
    }
  }
  tell(BECAUSE);
  return open(narrow);
}

/** That small packets came through where the first, large ones did not, is a measurement of the way from here. */
export function stalledSighting(
  { host, details }: HostOutcome,
  addresses: readonly string[],
  at: string,
): readonly Sighting[] {
  if (!details.includes(BECAUSE)) return [];
  const text = `the line from this computer to ${host} stalled with packets of full size, and works with small ones (${BECAUSE})`;
  return [{ kind: 'large-packets-vanish', text, from: at, to: at, count: 1, who: addresses }];
}

/** What a report says of a host that was spoken to so: the connection that stalled counts too. */
export function tellStalled({ stalled }: RunContext, outcome: HostOutcome): HostOutcome {
  const more = stalled.get(outcome.host);
  if (more === undefined) return outcome;
  stalled.set(outcome.host, 0);
  return {
    ...outcome,
    details: [...outcome.details, BECAUSE],
    connections: outcome.connections + more,
  };
}
