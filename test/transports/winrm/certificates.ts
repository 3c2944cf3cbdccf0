import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why tests that make certificates cannot run here; undefined when they can. */
export const opensslMissing: string | undefined =
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'needs openssl on the PATH';

export interface Certificate {
  /** PEM files, for TLS and for the inventory. */
  readonly file: string;
  readonly keyFile: string;
  readonly pem: string;
  readonly key: string;
  readonly der: Buffer;
}

export interface CertificateWish {
  /** Of `openssl genpkey`, its options after it. */
  readonly key?: readonly string[];
  /** Further options of `openssl req -x509`: the digest, how it signs. */
  readonly signing?: readonly string[];
  /** Names that the certificate is for. */
  readonly names?: readonly string[];
  readonly days?: number;
}

/** A certificate that signs itself, made for this test. */
export function makeCertificate(wish: CertificateWish = {}): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'setright-certificate-'));
  const [file, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const [algorithm = 'EC', ...options] = wish.key ?? ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const run = (...words: string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  run('genpkey', '-algorithm', algorithm, ...options, '-out', keyFile);
  const names = (wish.names ?? ['DNS:localhost', 'IP:127.0.0.1']).join(',');
  run(
    ...['req', '-x509', '-new', '-key', keyFile, '-out', file, '-subj', '/CN=setright test'],
    ...['-days', String(wish.days ?? 2), '-addext', `subjectAltName=${names}`],
    ...(wish.signing ?? ['-sha256']),
  );
  const der = run('x509', '-in', file, '-outform', 'DER');
  return { file, keyFile, pem: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8'), der };
}
