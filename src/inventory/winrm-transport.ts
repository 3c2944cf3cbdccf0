import type { WinrmTransport } from '../model/host.ts';
import type { Refuse, SettledTransport } from './host-transport.ts';
import { httpProxy } from './http-proxy.ts';
import { quoted } from './mistake.ts';
import { credentialReference, filePath, refuseUnlessAddress, type Surroundings } from './surroundings.ts';

/** What only TLS can carry. */
const needsTls = ['ca', 'fingerprint', 'certificate'] as const;

export function winrmTransport(
  said: SettledTransport & { readonly address: string },
  around: Surroundings,
  refuse: Refuse,
): Omit<WinrmTransport, 'via' | 'knownHosts' | 'executable'> {
  refuseUnlessAddress(said.address, refuse);
  const https = said.https ?? true;
  const auth = said.auth ?? 'negotiate';
  if (!https) refusePlain(said, auth, refuse);
  if (said.native === false) refuseWhatIsOurs(said, auth, refuse);
  else if (auth === 'certificate') refuseWithoutKey(said, refuse);
  else if (auth !== 'kerberos') refuseWithoutPassword(said, auth, refuse);
  if (said.native !== false) refuseUnusedTickets(said, auth, refuse);
  const { certificate, key, ca, fingerprint, passphrase, password, spn, keytab, ccache } = said;
  const isByCertificate = auth === 'certificate';
  const proxy = httpProxy(said, around, refuse);
  return {
    type: 'winrm',
    address: said.address,
    port: said.port ?? (https ? 5986 : 5985),
    https,
    auth,
    user: isByCertificate ? '' : (said.user ?? ''),
    ...(password !== undefined && usesPassword(said, auth)
      ? { password: credentialReference(password, around) }
      : {}),
    ...(said.native === false ? { native: false as const } : {}),
    ...(spn === undefined ? {} : { spn }),
    ...(keytab === undefined ? {} : { keytabFile: filePath(keytab, around) }),
    ...(ccache === undefined ? {} : { ccache: cacheName(ccache, around) }),
    ...(certificate === undefined ? {} : { certificateFile: filePath(certificate, around) }),
    ...(key === undefined ? {} : { keyFile: filePath(key, around) }),
    ...(passphrase === undefined ? {} : { passphrase: credentialReference(passphrase, around) }),
    ...(ca === undefined ? {} : { ca: filePath(ca, around) }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(fingerprint === undefined ? {} : { fingerprint: plainFingerprint(fingerprint) }),
  };
}

function refusePlain(said: SettledTransport, auth: WinrmTransport['auth'], refuse: Refuse): void {
  if (auth !== 'negotiate' && auth !== 'kerberos')
    refuse(
      'auth',
      `found ${auth} without https, expected negotiate or kerberos, which seal their messages; or leave out https: false`,
    );
  for (const name of needsTls)
    if (said[name] !== undefined)
      refuse(name, `found ${name} beside https: false, which shows no certificate`);
}

/** What our own client does, and Windows' client takes from Windows' own settings or not at all. */
const ours = ['ca', 'fingerprint', 'certificate', 'via', 'proxy', 'spn', 'keytab', 'ccache'] as const;

function refuseWhatIsOurs(said: SettledTransport, auth: WinrmTransport['auth'], refuse: Refuse): void {
  if (auth === 'certificate')
    refuse('auth', 'found certificate beside native: false, expected negotiate, kerberos or basic');
  for (const name of ours) {
    const value = said[name];
    if (value !== undefined && Object.keys(value).length > 0)
      refuse(
        name,
        `found ${name} beside native: false, where Windows' own settings count; leave one of them out`,
      );
  }
  if ((said.user === undefined) !== (said.password === undefined))
    refuse(
      'password',
      'found one of user and password beside native: false, expected both, or none for single sign-on',
    );
}

function refuseWithoutKey(said: SettledTransport, refuse: Refuse): void {
  for (const name of ['certificate', 'key'] as const)
    if (said[name] === undefined)
      refuse(name, `found no ${name} for auth: certificate, expected the path of a PEM file; add ${name}:`);
}

function refuseWithoutPassword(said: SettledTransport, auth: WinrmTransport['auth'], refuse: Refuse): void {
  for (const name of ['user', 'password'] as const)
    if (said[name] === undefined)
      refuse(name, `found no ${name} for WinRM, expected one; add ${name}: to the host or to a group of it`);
  if (said.certificate !== undefined)
    refuse('certificate', `found a certificate, which ${auth} does not use; add auth: certificate`);
}

/** What stands there and would not be used, or cannot be meant. */
function refuseUnusedTickets(said: SettledTransport, auth: WinrmTransport['auth'], refuse: Refuse): void {
  if (auth !== 'kerberos') {
    for (const name of ['spn', 'keytab', 'ccache'] as const)
      if (said[name] !== undefined)
        refuse(name, `found ${name}, which ${auth} does not use; add auth: kerberos`);
    return;
  }
  if (said.keytab !== undefined && said.ccache !== undefined)
    refuse(
      'ccache',
      'found ccache beside keytab, expected one of them: tickets of a keytab are kept in memory',
    );
  if (said.user?.includes('\\'))
    refuse(
      'user',
      `found ${quoted(said.user)}, expected NAME@REALM for Kerberos; the realm is the domain in upper case`,
    );
  if (said.user === undefined && (said.keytab !== undefined || usesPassword(said, auth)))
    refuse(
      'user',
      'found no user for the keytab or the password, expected NAME@REALM; add user: to the host or to a group of it',
    );
}

/** A password that a group says is not asked for where a keytab or tickets are there in its place. */
const usesPassword = (said: SettledTransport, auth: WinrmTransport['auth']): boolean =>
  said.password !== undefined &&
  auth !== 'certificate' &&
  !(auth === 'kerberos' && (said.keytab !== undefined || said.ccache !== undefined));

/** A file, or what libkrb5 names with its kind in front (KCM:, DIR:...). */
const cacheName = (text: string, around: Surroundings): string =>
  /^[A-Za-z]{2,}:/.test(text) ? text : `FILE:${filePath(text, around)}`;

/** Windows and OpenSSL write it with colons and in upper case. */
const plainFingerprint = (text: string): string =>
  `SHA256:${text
    .replace(/^SHA256:/i, '')
    .replaceAll(':', '')
    .toLowerCase()}`;
