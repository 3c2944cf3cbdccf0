import { bad, type Check, good } from '../../model/diagnosis.ts';
import { UnreachableError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { TransportOptions } from '../options.ts';
import { scanHostKey } from './index.ts';

/** The host key, jump hosts passed. Whether we are let in at the host itself shows when PowerShell is started. */
export async function* probeSsh(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  try {
    const { name, type, fingerprint, standing, knownHosts, who } = await scanHostKey(host, options, signal);
    const shown = `${name} shows ${type} ${fingerprint}`;
    if (standing === 'known') yield good('host-key', `${shown}, which ${knownHosts} knows`);
    else
      yield bad(
        'host-key',
        `${shown}, which is ${standing} to ${knownHosts}`,
        standing === 'unknown'
          ? `Compare it at ${who === host.name ? 'the host' : 'that machine'}, then run \`setright hosts trust ${host.name}\`.`
          : 'Find out why before anything else: somebody may be between. Then remove the old line from that file yourself.',
        'ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub',
      );
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    yield bad('host-key', error.message, '');
  }
}
