import type { Host } from '../model/host.ts';
import type { Watcher } from '../model/progress.ts';

const isNarrow = ({ transport }: Host): boolean => transport.type === 'ssh' && transport.narrow === true;

/** What a greeting says more where large packets are swallowed on the way back too. */
export const narrowOf = (host: Host): { readonly narrow?: true } => (isNarrow(host) ? { narrow: true } : {});

/** It is slow, and says so. */
export function tellNarrow(host: Host, watch: Watcher): void {
  if (!isNarrow(host)) return;
  watch({ kind: 'host-step', host: host.name, step: 'connecting in small packets (narrow): this is slow' });
}
