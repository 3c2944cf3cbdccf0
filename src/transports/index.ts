/** Every way to start a PowerShell, by the `type` in the inventory. What a way needs is loaded when it is first used. */
import type { Transport } from '../model/transport.ts';
import type { TransportOptions, Transports } from './options.ts';
import type { OfflineHost } from './simulated/read-offline.ts';

export type { TransportOptions, Transports } from './options.ts';
export { probeWay } from './probe.ts';

export function createTransports(options: TransportOptions): Transports {
  return {
    ssh: lazily(async () => (await import('./ssh/index.ts')).sshTransport(options)),
    winrm: byClient(
      lazily(async () => (await import('./winrm/index.ts')).winrmTransport(options)),
      lazily(async () => (await import('./bridge/index.ts')).bridgeTransport(options)),
    ),
    local: lazily(async () => (await import('./local.ts')).localTransport(options)),
    command: lazily(async () => (await import('./command.ts')).commandTransport(options)),
    simulated: lazily(async () => (await import('./simulated/index.ts')).simulatedTransport),
  };
}

/** Our own client, or that of this machine's PowerShell. */
const byClient = (own: Transport, powershells: Transport): Transport => ({
  start: (host, powershellArguments, signal) => {
    const isOwn = host.transport.type !== 'winrm' || host.transport.native !== false;
    return (isOwn ? own : powershells).start(host, powershellArguments, signal);
  },
});

function lazily(load: () => Promise<Transport>): Transport {
  let loaded: Promise<Transport> | undefined;
  return {
    start: async (host, powershellArguments, signal) => {
      loaded ??= load();
      return (await loaded).start(host, powershellArguments, signal);
    },
  };
}

/** A host that only lies in a state file (docs/host-state.md); read, never played. */
export const readOffline = async (path: string, now: () => Date): Promise<OfflineHost> =>
  (await import('./simulated/read-offline.ts')).readOffline(path, now);
