import { once } from 'node:events';
import type { Host } from '../../model/host.ts';
import type { TransportOptions } from '../options.ts';
import { type Endpoint, winrmSettings } from './endpoint.ts';
import { dialByProxy } from './http/proxy.ts';

/** An endpoint as it is reached. */
export interface Reached {
  readonly endpoint: Endpoint;
  /** Says goodbye to the jump hosts, if there are any; the connections through them end with it. */
  close(): void;
}

/**
 * How the host is reached: directly, through an HTTP proxy, or through SSH jump hosts that pass each connection on. Credentials for those
 * are fetched now, for that may ask a person; what it returns logs in there.
 */
export async function wayTo(
  host: Host,
  options: TransportOptions,
): Promise<(endpoint: Endpoint, signal: AbortSignal) => Promise<Reached>> {
  const byProxy = await dialByProxy(host, options);
  if (byProxy !== undefined)
    return async (endpoint) => {
      const dial = (signal: AbortSignal) => byProxy(endpoint.at, signal);
      return { endpoint: { ...endpoint, at: { ...endpoint.at, dial } }, close: () => {} };
    };
  if (winrmSettings(host).via.length === 0) return async (endpoint) => ({ endpoint, close: () => {} });
  const { jumpHostsOf, passJumps } = await import('../ssh/index.ts');
  const jumps = await jumpHostsOf(host, options);
  return async (endpoint, signal) => {
    const way = await passJumps(host, jumps, options, signal);
    const { address, port } = endpoint.at;
    const dial = (within: AbortSignal) =>
      Promise.race([way.reach(host.name, address, port), lateAfter(within)]);
    return { endpoint: { ...endpoint, at: { ...endpoint.at, dial } }, close: () => way.close() };
  };
}

const lateAfter = (signal: AbortSignal): Promise<never> =>
  once(signal, 'abort').then(() => Promise.reject(new Error('no answer in time')));
