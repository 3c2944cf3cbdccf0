/** What a person reads when no line came about: what, where, and the next move. Nothing secret, and what a host said made printable. */
import { StalledError, UnreachableError } from '../../model/errors.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { Endpoint } from './endpoint.ts';
import type { LoginFailure } from './login-failure.ts';
import type { OfferedHostKey } from './offered-host-key.ts';

/** Carries the key, so that `setright hosts trust` can show it and go on from there. */
export class HostKeyRefusedError extends UnreachableError {
  readonly offered: OfferedHostKey;

  constructor(offered: OfferedHostKey) {
    super(whyRefused(offered));
    this.offered = offered;
  }
}

function whyRefused(offered: OfferedHostKey): string {
  const { who, name, type, fingerprint, knownHosts } = offered;
  const shown = `${type} ${fingerprint}`;
  const known = offered.known.map((key) => `${key.type} ${key.fingerprint}`).join(', ');
  if (offered.standing === 'revoked')
    return (
      `${who}: ${name} shows the host key ${shown}, which ${knownHosts} marks as revoked. Nothing was sent. ` +
      'Whoever revoked it holds it for stolen: ask them, and give the host a new key.'
    );
  if (offered.standing === 'changed')
    return (
      `${who}: the host key of ${name} has CHANGED. Known: ${known}. Shown now: ${shown}. Nothing was sent. ` +
      'Somebody may be between you and the host (man in the middle), or the host was installed anew. Compare the new fingerprint at ' +
      `the host itself; only when it is the same, remove the old line of ${name} from ${knownHosts} yourself and run ` +
      `\`setright hosts trust ${offered.host}\`.`
    );
  const authority = offered.certAuthority
    ? ' The file names a certificate authority for it (@cert-authority), which is not supported: trust the key itself.'
    : '';
  return (
    `${who}: the host key of ${name} is not known to ${knownHosts}: ${shown}.${authority} Compare it with ` +
    `\`ssh-keygen -lf\` at the host, then run \`setright hosts trust ${offered.host}\`.`
  );
}

export function notLoggedIn(endpoint: Endpoint, failure: LoginFailure): UnreachableError {
  const { who, user, address, port } = endpoint;
  const said = hostSaid(failure.message);
  const cause = { cause: failure };
  if (failure.step === 'authentication') {
    const tried = failure.tried.join(', ') || 'nothing that the host offers';
    const offered = failure.offered.map(hostSaid).join(', ') || 'nothing';
    const notes = failure.notes.map((note) => ` (${hostSaid(note)})`).join('');
    return new UnreachableError(
      `${who}: ${address}:${port} did not let ${user} in. Tried: ${tried}${notes}. The host offers: ${offered}. It ended with: ${said}. ` +
        'Check the user name and that the host knows the key or the password.',
      cause,
    );
  }
  if (failure.step === 'handshake')
    return new UnreachableError(
      `${who}: ${address}:${port} and Setright agreed on no SSH connection: ${said}. Update the SSH server, or check its algorithms.`,
      cause,
    );
  return new UnreachableError(
    `${who}: the connection to ${address}:${port} broke before the login: ${said}. Check that an SSH server listens on this port.`,
    cause,
  );
}

const MAY_BE_SWALLOWED =
  'Large packets may be swallowed on the way: `setright path` measures it, and narrow: true in the inventory gets through.';

export const stalledAtLogin = ({ who, address, port }: Endpoint): StalledError =>
  new StalledError(
    `${who}: ${address}:${port} answered and then fell silent in the middle of the SSH handshake. ${MAY_BE_SWALLOWED}`,
    // Both sides have sent their long lists of algorithms by then.
    'either',
  );

export const STALLED = `the line stalled: the host was there, and then nothing came by any more. ${MAY_BE_SWALLOWED}`;

const nextMove: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name is not known to DNS: check `address` in the inventory.',
  EAI_AGAIN: 'The name server did not answer: check the DNS of this machine and try again.',
  ECONNREFUSED: 'Nothing listens there: check `port`, and that the service sshd runs on the host.',
  EHOSTUNREACH: 'There is no way to that network: check the address, the route and the VPN.',
  ENETUNREACH: 'There is no way to that network: check the address, the route and the VPN.',
  ETIMEDOUT: 'Nothing answered: check the address and the firewalls on the way.',
  ECONNRESET: 'The other side hung up: check the firewalls on the way.',
};

export function notConnected(
  endpoint: Endpoint,
  cause: Error & { readonly code?: unknown },
): UnreachableError {
  const code = String(cause.code ?? cause.message);
  const move = nextMove[code] ?? 'Check the address, the port and the firewalls on the way.';
  return new UnreachableError(
    `${endpoint.who}: no connection to ${endpoint.address}:${endpoint.port} (${hostSaid(code)}). ${move}`,
    { cause },
  );
}

/** `jump` could not, or would not, pass the connection on to `endpoint`. */
export function notPassedOn(jump: Endpoint, endpoint: Endpoint, cause: Error): UnreachableError {
  return new UnreachableError(
    `${endpoint.host}: the jump host ${jump.address}:${jump.port} did not pass the connection on to ${endpoint.address}:${endpoint.port}: ` +
      `${hostSaid(cause.message)}. Check that it reaches that address and that its sshd has AllowTcpForwarding.`,
    { cause },
  );
}

export function notInTime(who: string, step: string, seconds: number): UnreachableError {
  return new UnreachableError(
    `${who}: no PowerShell within ${seconds} s; it got as far as ${step}. ` +
      'Check the address and the firewalls on the way, or allow more time (--connect-seconds).',
  );
}

export const cancelled = (who: string, step: string): UnreachableError =>
  new UnreachableError(`${who}: cancelled while ${step}; nothing ran there.`);

export const hostSaid = (text: string): string => shortened(printable(text), 200);
