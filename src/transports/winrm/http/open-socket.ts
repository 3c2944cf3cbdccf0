import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import type { Secret } from '../../../model/secret.ts';
import { CertificateRefusedError, NotConnectedError } from '../failures.ts';
import { socketLike } from './socket-like.ts';

export interface Tls {
  /** PEM of the authorities that may have signed the host's certificate; the system's and Node's own unless given. */
  readonly ca?: string;
  /** As `fingerprintOf` writes it. The certificate counts then, not its name, its dates, or who signed it. */
  readonly fingerprint?: string;
  /** To look at a certificate that was refused: nothing may be sent over such a connection. */
  readonly isUnverified?: boolean;
  readonly client?: {
    readonly certificate: string;
    readonly key: string;
    readonly passphrase?: Secret | undefined;
  };
}

export interface Address {
  readonly address: string;
  readonly port: number;
  readonly tls: Tls | undefined;
  /** A connection that comes another way than by TCP from here: through a proxy or jump hosts. Rejects when the signal aborts. */
  readonly dial?: (signal: AbortSignal) => Promise<Duplex>;
}

/** As a URL and HTTP's Host write it. */
export const authorityOf = ({ address, port }: Pick<Address, 'address' | 'port'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

export interface OpenSocket {
  readonly socket: Duplex;
  /** DER of the host's certificate; undefined without TLS. */
  readonly certificate: Buffer | undefined;
}

/** `SHA256:` and 64 hex digits, as OpenSSL and Windows' certificate window show it, without colons and in lower case. */
export const fingerprintOf = (certificate: Buffer): string =>
  `SHA256:${createHash('sha256').update(certificate).digest('hex')}`;

/** Rejects with NotConnectedError or CertificateRefusedError; nothing of WinRM was sent then. */
export async function openSocket(at: Address, signal: AbortSignal): Promise<OpenSocket> {
  const tcp = at.dial === undefined ? await connected(at, signal) : await dialled(at.dial, signal);
  // Whoever uses it hears of its end by the request; a late error must not end the program.
  tcp.on('error', () => {});
  if (at.tls === undefined) return { socket: tcp, certificate: undefined };
  const secure = tls.connect({ ...tlsOptions(at.address, at.tls), socket: tcp });
  secure.on('error', () => {});
  await opened(secure, 'tls', 'secureConnect', signal);
  const certificate = secure.getPeerX509Certificate()?.raw;
  if (certificate === undefined) throw new TypeError('TLS without a certificate of the host');
  const { fingerprint } = at.tls;
  const shown = fingerprintOf(certificate);
  if (fingerprint === undefined || fingerprint === shown) return { socket: secure, certificate };
  secure.destroy();
  throw new CertificateRefusedError(shown, fingerprint, true);
}

async function connected({ address, port }: Address, signal: AbortSignal): Promise<Duplex> {
  const tcp = connect({ host: address, port, noDelay: true, keepAlive: true });
  tcp.on('error', () => {});
  await opened(tcp, 'tcp', 'connect', signal);
  return tcp;
}

async function dialled(dial: NonNullable<Address['dial']>, signal: AbortSignal): Promise<Duplex> {
  try {
    return socketLike(await dial(signal));
  } catch (cause) {
    throw new NotConnectedError('tcp', cause as Error);
  }
}

async function opened(
  socket: Socket,
  step: 'tcp' | 'tls',
  event: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await Promise.race([once(socket, event, { signal }), closedEarly(socket)]);
  } catch (cause) {
    socket.destroy();
    throw new NotConnectedError(step, cause as Error);
  }
}

/** A server that hangs up in the handshake says so by an end, not always by an error. */
function closedEarly(socket: Socket): Promise<never> {
  return new Promise((_, reject) =>
    socket.once('close', () =>
      reject(Object.assign(new Error('the host closed the connection'), { code: 'ECONNRESET' })),
    ),
  );
}

function tlsOptions(
  address: string,
  { ca, fingerprint, isUnverified = false, client }: Tls,
): tls.ConnectionOptions {
  return {
    ...(isIP(address) === 0 ? { servername: address } : {}),
    host: address,
    minVersion: 'TLSv1.2',
    // Windows asks for a client's certificate late; TLS 1.3 has a way for that which Node does not offer.
    ...(client === undefined ? {} : { maxVersion: 'TLSv1.2', cert: client.certificate, key: client.key }),
    ...(client?.passphrase === undefined ? {} : { passphrase: client.passphrase.reveal() }),
    ca: ca ?? authorities(),
    rejectUnauthorized: fingerprint === undefined && !isUnverified,
  };
}

let known: string[] | undefined;

/** Hosts of a domain have certificates of its own authority, which the system knows and Node does not ask by itself. */
function authorities(): string[] {
  known ??= [
    ...tls.rootCertificates,
    ...(tls.getCACertificates?.('system') ?? []),
    ...(tls.getCACertificates?.('extra') ?? []),
  ];
  return known;
}
