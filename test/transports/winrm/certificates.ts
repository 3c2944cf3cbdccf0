import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
  /** It was valid for a day in 2020. */
  readonly isExpired?: boolean;
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
  if (wish.isExpired) signForThePast(run, folder, names, file, keyFile);
  else
    run(
      ...['req', '-x509', '-new', '-key', keyFile, '-out', file, '-subj', '/CN=setright test'],
      ...['-days', String(wish.days ?? 365), '-addext', `subjectAltName=${names}`],
      ...(wish.signing ?? ['-sha256']),
    );
  const der = run('x509', '-in', file, '-outform', 'DER');
  return { file, keyFile, pem: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8'), der };
}

/** `openssl req` gives no dates; a little authority of its own does. */
function signForThePast(
  run: (...words: string[]) => unknown,
  folder: string,
  names: string,
  file: string,
  keyFile: string,
): void {
  const [config, request] = [join(folder, 'ca.cnf'), join(folder, 'request.pem')];
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  const authority = `database=${folder}/index.txt\nserial=${folder}/serial\nnew_certs_dir=${folder}\ndefault_md=sha256\n`;
  writeFileSync(
    config,
    `[ca]\ndefault_ca=d\n[d]\n${authority}policy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=${names}\n`,
  );
  run('req', '-new', '-key', keyFile, '-subj', '/CN=setright test', '-out', request);
  run(
    ...['ca', '-batch', '-selfsign', '-notext', '-config', config, '-keyfile', keyFile, '-in', request],
    ...['-out', file, '-startdate', '20200101000000Z', '-enddate', '20200102000000Z'],
  );
}
