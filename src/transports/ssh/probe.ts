import { bad, type Check, doubtful, good } from '../../model/diagnosis.ts';
import { UnreachableError } from '../../model/errors.ts';
import { type Host, inNarrowMode } from '../../model/host.ts';
import type { TransportOptions } from '../options.ts';
import { sshSettings } from './endpoint.ts';
import { scanHostKey, tryLogin } from './index.ts';

/** The host key, jump hosts passed, and one login. A wrong password is tried once. */
export async function* probeSsh(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  const key = await lookAtKey(host, options, signal);
  yield key;
  const way = key.status === 'doubtful' ? inNarrowMode(host) : host;
  if (key.status !== 'bad' && way) yield await lookAtLogin(way, options, signal);
}

async function lookAtKey(host: Host, options: TransportOptions, signal: AbortSignal): Promise<Check> {
  try {
    const offered = await scanHostKey(host, options, signal);
    const { name, type, fingerprint, standing, knownHosts, who, hasStalled } = offered;
    const shown = `${name} shows ${type} ${fingerprint}`;
    if (standing === 'known' && hasStalled)
      return doubtful(
        'host-key',
        `${shown}, which ${knownHosts} knows; the handshake stalled, and came about in small packets`,
        'Large packets seem to be swallowed on the way: find the largest that passes with `setright path`. Until then everything is slow.',
        'ping -f -l 1472 <this machine>',
      );
    if (standing === 'known') return good('host-key', `${shown}, which ${knownHosts} knows`);
    return bad(
      'host-key',
      `${shown}, which is ${standing} to ${knownHosts}`,
      standing === 'unknown'
        ? `Compare it at ${who === host.name ? 'the host' : 'that machine'}, then run \`setright hosts trust ${host.name}\`.`
        : 'Find out why before anything else: somebody may be between. Then remove the old line from that file yourself.',
      'ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub',
    );
  } catch (error) {
    return bad('host-key', wordsOf(host, error), '');
  }
}

async function lookAtLogin(host: Host, options: TransportOptions, signal: AbortSignal): Promise<Check> {
  try {
    await tryLogin(host, options, signal);
    return good('login', `let in as ${sshSettings(host).user}`);
  } catch (error) {
    return bad('login', wordsOf(host, error), causes, showLog);
  }
}

const causes =
  'The usual causes: a wrong password or key; an account that is locked, disabled or in no group of AllowGroups; for members of Administrators a key ' +
  'that stands in their own authorized_keys and not in C:\\ProgramData\\ssh\\administrators_authorized_keys; wrong permissions of that file.';
const showLog = 'Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 10 | Format-List TimeCreated, Message';

function wordsOf({ name }: Host, error: unknown): string {
  if (!(error instanceof UnreachableError)) throw error;
  return error.message.replace(`${name}: `, '');
}
