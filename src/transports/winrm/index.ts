import { randomUUID } from 'node:crypto';
import { UnreachableError } from '../../model/errors.ts';
import type { Transport } from '../../model/transport.ts';
import type { TransportOptions } from '../options.ts';
import { shellCommandLine } from '../shell-command-line.ts';
import { endpointOf, winrmSettings } from './endpoint.ts';
import { HttpRefusedError, WsmanFaultError } from './failures.ts';
import { cancelled, notInTime, notStarted } from './refusals.ts';
import { startRemote } from './start-remote.ts';
import { defaultTimes, type WinrmTimes } from './times.ts';
import { type Reached, wayTo } from './way-to.ts';

/** One shell with one command, over two connections. The signal ends the start; a started process is ended by its `destroy`. */
export function winrmTransport(options: TransportOptions, times: WinrmTimes = defaultTimes): Transport {
  return {
    start: async (host, powershellArguments, signal) => {
      const { executable } = winrmSettings(host);
      const commandLine = shellCommandLine(host.name, executable, powershellArguments);
      if (signal.aborted) throw cancelled(host.name, 'starting');
      const endpoint = await endpointOf(host, options);
      const reach = await wayTo(host, options);
      // Credentials were fetched before this, for that may ask a person: the deadline begins here.
      const stop = new AbortController();
      const [late, abort] = [() => stop.abort('late'), () => stop.abort('cancelled')];
      const timer = setTimeout(late, options.connectSeconds * 1000);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      const way = { step: 'starting' };
      let reached: Reached | undefined;
      try {
        reached = await reach(endpoint, stop.signal);
        return await startRemote({
          reached,
          executable,
          commandLine,
          times,
          signal: stop.signal,
          uuid: randomUUID,
          way,
        });
      } catch (cause) {
        reached?.close();
        const shown = notStarted(endpoint, way.step, cause);
        if (!(shown instanceof UnreachableError)) throw shown;
        // A host that keeps saying why it has no room explains more than the deadline that ended the waiting.
        if (saysWhy(shown.cause)) throw shown;
        if (stop.signal.reason === 'late') throw notInTime(host.name, way.step, options.connectSeconds);
        throw stop.signal.aborted ? cancelled(host.name, way.step) : shown;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

const saysWhy = (cause: unknown): boolean =>
  cause instanceof WsmanFaultError || cause instanceof HttpRefusedError;
