import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindingOf, channelBinding } from '../../../src/transports/winrm/login/channel-binding.ts';
import { signatureHash } from '../../../src/transports/winrm/login/signature-hash.ts';
import { because } from '../powershell.ts';
import { type CertificateWish, makeCertificate, opensslMissing } from './certificates.ts';

it('gives what Microsoft computes of a certificate hash (Open Specifications blog, "NTLM and Channel Binding Hash")', () => {
  const hash = Buffer.from('ea05fefecc6b0bd571dbbc5baa3ed45386d0446835f7b74c85621b9983475f95', 'hex');
  const data = Buffer.concat([Buffer.from('tls-server-end-point:'), hash]);
  expect(bindingOf(data).toString('hex')).toBe('6586e99d81c2fc984e47172fd4dd0310');
});

const rsa = ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const pss = (hash: string) => [
  `-${hash}`,
  '-sigopt',
  'rsa_padding_mode:pss',
  '-sigopt',
  'rsa_pss_saltlen:digest',
];
const curve = (name: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

/** RFC 5929, section 4.1: the hash of the signature, SHA-256 in place of MD5 and SHA-1; where there is none, SHA-256 as Windows has it. */
const cases: readonly [string, CertificateWish, string][] = [
  ['RSA with SHA-1', { key: rsa, signing: ['-sha1'] }, 'sha256'],
  ['RSA with SHA-224', { key: rsa, signing: ['-sha224'] }, 'sha224'],
  ['RSA with SHA-256', { key: rsa, signing: ['-sha256'] }, 'sha256'],
  ['RSA with SHA-384', { key: rsa, signing: ['-sha384'] }, 'sha384'],
  ['RSA with SHA-512', { key: rsa, signing: ['-sha512'] }, 'sha512'],
  ['RSASSA-PSS with SHA-1, its default', { key: rsa, signing: pss('sha1') }, 'sha256'],
  ['RSASSA-PSS with SHA-256', { key: rsa, signing: pss('sha256') }, 'sha256'],
  ['RSASSA-PSS with SHA-384', { key: rsa, signing: pss('sha384') }, 'sha384'],
  ['RSASSA-PSS with SHA-512', { key: rsa, signing: pss('sha512') }, 'sha512'],
  ['ECDSA with SHA-1', { key: curve('P-256'), signing: ['-sha1'] }, 'sha256'],
  ['ECDSA with SHA-256', { key: curve('P-256'), signing: ['-sha256'] }, 'sha256'],
  ['ECDSA with SHA-384', { key: curve('P-384'), signing: ['-sha384'] }, 'sha384'],
  ['ECDSA with SHA-512', { key: curve('P-521'), signing: ['-sha512'] }, 'sha512'],
  ['Ed25519', { key: ['ED25519'], signing: [] }, 'sha256'],
];

describe.skipIf(opensslMissing)(`the channel binding of a certificate${because(opensslMissing)}`, () => {
  it.each(cases)('%s', (_, wish, hash) => {
    const { der } = makeCertificate(wish);
    expect(signatureHash(der)).toBe(hash);
    const data = Buffer.concat([Buffer.from('tls-server-end-point:'), createHash(hash).update(der).digest()]);
    expect(channelBinding(der).equals(bindingOf(data))).toBe(true);
  });
});
