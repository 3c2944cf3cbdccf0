import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { access, constants, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { UsageError } from '../../model/errors.ts';
import type { Host, WinrmTransport } from '../../model/host.ts';
import type { TransportOptions } from '../options.ts';
import { type Address, authorityOf, type Tls } from './http/open-socket.ts';
import type { CredentialSource } from './kerberos/credential-source.ts';
import { Credentials } from './kerberos/credentials.ts';
import { gssapi } from './kerberos/gssapi.ts';
import { serviceNames } from './kerberos/service-names.ts';
import type { Login } from './login/carrier.ts';
import type { Account } from './ntlm/keys.ts';

/** A host's WinRM service, with everything needed to log in there. */
export interface Endpoint {
  /** The host's name in the inventory, for messages. */
  readonly who: string;
  readonly at: Address;
  readonly login: Login;
  /** The HTTP proxy before it. */
  readonly proxy?: Pick<Address, 'address' | 'port'>;
  /** URL of the service, as messages name it. */
  readonly to: string;
}

export function winrmSettings(host: Host): WinrmTransport {
  if (host.transport.type !== 'winrm') throw new TypeError(`${host.name} is not reached by winrm`);
  return host.transport;
}

/** Rejects with UsageError when a credential or a file cannot be had. Asks a person where the inventory says so. */
export async function endpointOf(host: Host, options: TransportOptions): Promise<Endpoint> {
  const settings = winrmSettings(host);
  const { address, port, https } = settings;
  const login = await loginOf(host.name, settings, options);
  const tls = https ? await tlsOf(host.name, settings, options) : undefined;
  const to = `${https ? 'https' : 'http'}://${authorityOf({ address, port })}/wsman`;
  const { proxy } = settings;
  return { who: host.name, at: { address, port, tls }, login, ...(proxy ? { proxy } : {}), to };
}

async function loginOf(who: string, settings: WinrmTransport, options: TransportOptions): Promise<Login> {
  const { auth, address } = settings;
  if (auth === 'certificate') return { auth };
  if (auth === 'kerberos') return kerberosOf(who, settings, options);
  if (settings.password === undefined)
    throw new UsageError(
      `${who}: no password to log in with as ${settings.user}. Set password of the transport in the inventory.`,
    );
  const password = await options.credential(settings.password);
  if (auth === 'basic') return { auth, user: settings.user, password };
  return {
    auth,
    account: accountOf(settings.user),
    password,
    targetName: `HTTP/${address}`,
    workstation: hostname().split('.')[0]?.toUpperCase() ?? '',
    random: randomBytes,
  };
}

/** One for each run: its hosts share tickets. */
const tickets = new WeakMap<TransportOptions, Credentials>();

async function kerberosOf(who: string, settings: WinrmTransport, options: TransportOptions): Promise<Login> {
  const { address, spn } = settings;
  if (spn === undefined && isIP(address) !== 0)
    throw new UsageError(
      `${who}: Kerberos knows hosts by name, not by ${address}. Set address to the host's DNS name, or spn to HTTP/NAME.`,
    );
  const source = await sourceOf(who, settings, options);
  await gssapi().catch((cause: Error) => {
    throw cause instanceof UsageError ? new UsageError(`${who}: ${cause.message}`, { cause }) : cause;
  });
  const credentials = tickets.get(options) ?? new Credentials();
  tickets.set(options, credentials);
  return { auth: 'kerberos', credentials, source, services: serviceNames(address, spn) };
}

async function sourceOf(
  who: string,
  { user: principal, password, keytabFile: keytab, ccache }: WinrmTransport,
  options: TransportOptions,
): Promise<CredentialSource> {
  if (password !== undefined)
    return { from: 'password', principal, password: await options.credential(password) };
  if (keytab === undefined) return { from: 'ccache', principal, ccache };
  await access(keytab, constants.R_OK).catch((cause: Error) => {
    throw new UsageError(`${who}: the keytab ${keytab} cannot be read: ${cause.message}`, { cause });
  });
  return { from: 'keytab', principal, keytab };
}

/** `DOMAIN\user` is taken apart, `user@realm` stays whole; `.\user`, like the name alone, is an account of the host itself. */
export function accountOf(text: string): Account {
  const at = text.indexOf('\\');
  if (at < 0) return { user: text, domain: '' };
  const domain = text.slice(0, at);
  return { user: text.slice(at + 1), domain: domain === '.' ? '' : domain };
}

async function tlsOf(who: string, settings: WinrmTransport, options: TransportOptions): Promise<Tls> {
  const { ca, fingerprint } = settings;
  const client = await clientOf(who, settings, options);
  return {
    ...(ca === undefined ? {} : { ca: await certificatesIn(who, ca) }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(client === undefined ? {} : { client }),
  };
}

async function clientOf(
  who: string,
  { certificateFile, keyFile, passphrase: reference }: WinrmTransport,
  options: TransportOptions,
): Promise<Tls['client']> {
  if (certificateFile === undefined || keyFile === undefined) return undefined;
  const certificate = await certificatesIn(who, certificateFile);
  const key = await textOf(who, keyFile);
  const passphrase = reference && (await options.credential(reference));
  try {
    const opened = createPrivateKey({ key, passphrase: passphrase?.reveal() });
    if (!new X509Certificate(certificate).checkPrivateKey(opened))
      throw new Error('it is of another certificate');
  } catch (cause) {
    throw new UsageError(
      `${who}: the key ${keyFile} cannot be used: ${(cause as Error).message}. Check that it belongs to ${certificateFile}, and its passphrase.`,
      { cause },
    );
  }
  return { certificate, key, passphrase };
}

async function certificatesIn(who: string, path: string): Promise<string> {
  const text = await textOf(who, path);
  try {
    new X509Certificate(text);
    return text;
  } catch (cause) {
    throw new UsageError(`${who}: ${path} holds no certificate (PEM): ${(cause as Error).message}`, {
      cause,
    });
  }
}

const textOf = (who: string, path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${who}: the file ${path} cannot be read: ${cause.message}`, { cause });
  });
