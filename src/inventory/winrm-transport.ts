import type { WinrmTransport } from '../model/host.ts';
import type { Refuse, SettledTransport } from './host-transport.ts';
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
  if (auth === 'certificate') refuseWithoutKey(said, refuse);
  else refuseWithoutPassword(said, auth, refuse);
  const { certificate, key, ca, fingerprint, passphrase, password } = said;
  const isByCertificate = auth === 'certificate';
  return {
    type: 'winrm',
    address: said.address,
    port: said.port ?? (https ? 5986 : 5985),
    https,
    auth,
    user: isByCertificate ? '' : (said.user ?? ''),
    ...(isByCertificate || password === undefined ? {} : { password: credentialReference(password, around) }),
    ...(certificate === undefined ? {} : { certificateFile: filePath(certificate, around) }),
    ...(key === undefined ? {} : { keyFile: filePath(key, around) }),
    ...(passphrase === undefined ? {} : { passphrase: credentialReference(passphrase, around) }),
    ...(ca === undefined ? {} : { ca: filePath(ca, around) }),
    ...(fingerprint === undefined ? {} : { fingerprint: plainFingerprint(fingerprint) }),
  };
}

function refusePlain(said: SettledTransport, auth: WinrmTransport['auth'], refuse: Refuse): void {
  if (auth !== 'negotiate')
    refuse(
      'auth',
      `found ${auth} without https, expected negotiate, which seals its messages; or leave out https: false`,
    );
  for (const name of needsTls)
    if (said[name] !== undefined)
      refuse(name, `found ${name} beside https: false, which shows no certificate`);
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

/** Windows and OpenSSL write it with colons and in upper case. */
const plainFingerprint = (text: string): string =>
  `SHA256:${text
    .replace(/^SHA256:/i, '')
    .replaceAll(':', '')
    .toLowerCase()}`;
