import { StalledError, UnreachableError } from '../../model/errors.ts';
import { type Host, inNarrowMode } from '../../model/host.ts';
import type { Transport } from '../../model/transport.ts';
import type { TransportOptions } from '../options.ts';
import { shellCommandLine } from '../shell-command-line.ts';
import {
  type Endpoint,
  jumpHostsOf,
  jumpSettings,
  sshSettings,
  targetOf,
  targetWithoutLogin,
} from './endpoint.ts';
import { openKnownHosts } from './known-hosts-file.ts';
import type { OfferedHostKey } from './offered-host-key.ts';
import { cancelled, HostKeyRefusedError, notInTime } from './refusals.ts';
import { startRemote } from './remote-process.ts';
import { Way } from './way.ts';

export { jumpHostsOf } from './endpoint.ts';
export { trustHostKey } from './known-hosts-file.ts';
export type { OfferedHostKey } from './offered-host-key.ts';
export { HostKeyRefusedError } from './refusals.ts';

/** One connection, one command. The signal ends the start; a started process is ended by its `destroy`. */
export function sshTransport(options: TransportOptions): Transport {
  return {
    start: async (host, powershellArguments, signal) => {
      const { executable } = sshSettings(host);
      const commandLine = shellCommandLine(host.name, executable, powershellArguments);
      const jumps = await jumpHostsOf(host, options);
      const target = await targetOf(host, options);
      return underWay(host, options, signal, async (way) => {
        for (const jump of jumps) await way.pass(jump);
        const { login, hostKey } = await way.pass(target);
        const start = { who: target.who, executable, commandLine, hostKey: hostKey.fingerprint };
        return startRemote(way, login, start);
      });
    },
  };
}

/**
 * The host key to decide on, for `setright hosts trust`: of the first machine on the way whose key is not known, else of the host
 * itself. Nobody is logged in at a machine that is not known. Ask again after trusting a jump host. Rejects with UnreachableError.
 * `hasStalled`: it came in small packets only.
 */
export async function scanHostKey(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<OfferedHostKey & { readonly hasStalled: boolean }> {
  try {
    return { ...(await scan(host, options, signal)), hasStalled: false };
  } catch (error) {
    const narrow = inNarrowMode(host);
    if (!(error instanceof StalledError) || narrow === undefined) throw error;
    return { ...(await scan(narrow, options, signal)), hasStalled: true };
  }
}

async function scan(host: Host, options: TransportOptions, signal: AbortSignal): Promise<OfferedHostKey> {
  const jumps = await jumpHostsOf(host, options);
  return underWay(host, options, signal, async (way) => {
    try {
      let last: OfferedHostKey | undefined;
      for (const jump of jumps) last = (await way.pass(jump)).hostKey;
      // Behind its jump hosts a WinRM host has no key of SSH.
      if (host.transport.type === 'winrm' && last !== undefined) return last;
      return await way.look(targetWithoutLogin(host));
    } catch (cause) {
      if (cause instanceof HostKeyRefusedError) return cause.offered;
      throw cause;
    } finally {
      way.destroy();
    }
  });
}

/** Logs in at the host and leaves again; nothing is started there. Rejects with UnreachableError. */
export async function tryLogin(host: Host, options: TransportOptions, signal: AbortSignal): Promise<void> {
  const jumps = await jumpHostsOf(host, options);
  const target = await targetOf(host, options);
  await underWay(host, options, signal, async (way) => {
    for (const jump of jumps) await way.pass(jump);
    await way.pass(target);
    way.close();
  });
}

/** The way through the jump hosts before a host that is not reached by SSH itself. Whoever asked closes it. */
export const passJumps = (
  host: Host,
  jumps: readonly Endpoint[],
  options: TransportOptions,
  signal: AbortSignal,
): Promise<Way> =>
  underWay(host, options, signal, async (way) => {
    for (const jump of jumps) await way.pass(jump);
    return way;
  });

/** So long a server that has begun the handshake may fall silent; half of a shorter deadline. */
const STALL_SECONDS = 10;

/** Whether packets are to be small, and whether a line that stalls may be taken for one that needs it. */
function narrowness({ transport }: Host, { connectSeconds }: TransportOptions) {
  const narrow = transport.type === 'ssh' ? transport.narrow : false;
  const stallSeconds = Math.ceil(Math.min(STALL_SECONDS, connectSeconds / 2));
  return { isNarrow: narrow === true, stallSeconds: narrow === undefined ? stallSeconds : undefined };
}

/** Credentials were fetched before this, for that may ask a person: the deadline begins here. */
async function underWay<T>(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
  work: (way: Way) => Promise<T>,
): Promise<T> {
  const knownHosts = await openKnownHosts(jumpSettings(host).knownHosts);
  const stop = new AbortController();
  const keepAliveSeconds = options.keepAliveSeconds ?? 15;
  const way = new Way({ knownHosts, keepAliveSeconds, signal: stop.signal, ...narrowness(host, options) });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, options.connectSeconds * 1000);
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  stop.signal.addEventListener('abort', () => way.destroy(), { once: true });
  try {
    if (signal.aborted) throw cancelled(host.name, 'starting');
    return await work(way);
  } catch (cause) {
    way.destroy();
    if (!(cause instanceof UnreachableError)) throw cause;
    if (late) throw notInTime(host.name, way.step, options.connectSeconds);
    throw signal.aborted ? cancelled(host.name, way.step) : cause;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
