/** A realm of our own: MIT's KDC on loopback, all of it in a folder of its own, nothing of the system's used or changed. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

export const REALM = 'CORP.EXAMPLE';

const needed = ['/usr/sbin/krb5kdc', '/usr/sbin/kadmin.local', '/usr/sbin/kdb5_util', '/usr/bin/kinit'];

const hasGssapi = (): boolean =>
  spawnSync('/usr/bin/python3', ['-c', 'import gssapi.raw; gssapi.raw.wrap_iov']).status === 0;

/** Why these tests cannot run here; undefined when they can. */
export const kdcMissing: string | undefined =
  needed.every((path) => existsSync(path)) && hasGssapi()
    ? undefined
    : 'needs MIT Kerberos (apt-get install -y krb5-kdc krb5-admin-server krb5-user python3-gssapi)';

export interface Principals {
  /** Accounts with their passwords; a third word is what kadmin takes besides. */
  readonly accounts: readonly (readonly [name: string, password: string, more?: string])[];
  /** Names of services that the host has keys of. */
  readonly services: readonly string[];
  /** The same, with a key of RC4 and no other. */
  readonly weak?: readonly string[];
  /** Names of services that the KDC knows and the host has no key of. */
  readonly strangers?: readonly string[];
  /** Accounts whose keys go into a keytab of their own. */
  readonly keytabs?: readonly string[];
}

export class Kdc {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly hostKeytab: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, environment: NodeJS.ProcessEnv, child: ChildProcess) {
    this.folder = folder;
    this.environment = environment;
    this.hostKeytab = join(folder, 'host.keytab');
    this.#process = child;
  }

  static async start(principals: Principals): Promise<Kdc> {
    const folder = mkdtempSync(join(tmpdir(), 'setright-kdc-'));
    const environment = {
      ...process.env,
      KRB5_CONFIG: join(folder, 'krb5.conf'),
      KRB5_KDC_PROFILE: join(folder, 'kdc.conf'),
      KRB5RCACHENAME: `file2:${join(folder, 'replays')}`,
      KRB5CCNAME: `FILE:${join(folder, 'nobody')}`,
      KRB5_CLIENT_KTNAME: `FILE:${join(folder, 'no.keytab')}`,
    };
    const configure = (port: number) => {
      writeFileSync(environment.KRB5_CONFIG, clientConfiguration(port));
      writeFileSync(environment.KRB5_KDC_PROFILE, kdcConfiguration(folder, port));
    };
    configure(1);
    const run = (program: string, words: readonly string[], input = '') =>
      execFileSync(program, words, { env: environment, input, stdio: ['pipe', 'ignore', 'pipe'] });
    run('/usr/sbin/kdb5_util', ['create', '-s', '-r', REALM, '-P', 'master']);
    run('/usr/sbin/kadmin.local', ['-r', REALM], commandsFor(principals, folder));
    // Somebody else may take the port in between.
    for (let tries = 1; ; tries += 1) {
      const port = await freePort();
      configure(port);
      const words = ['-n', '-r', REALM, '-P', join(folder, 'pid')];
      const child = spawn('/usr/sbin/krb5kdc', words, { env: environment, stdio: 'ignore' });
      if (await isAnswering(port, child)) return new Kdc(folder, environment, child);
      child.kill();
      if (tries === 3) throw new Error('krb5kdc does not answer');
    }
  }

  keytab(account: string): string {
    return join(this.folder, `${account}.keytab`);
  }

  /** A file with tickets of the account, as kinit leaves it. */
  tickets(account: string, password: string, ...more: readonly string[]): string {
    const ccache = `FILE:${join(this.folder, `${account}.tickets`)}`;
    execFileSync('/usr/bin/kinit', ['-c', ccache, ...more, account], {
      env: this.environment,
      input: `${password}\n`,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return ccache;
  }

  stop(): void {
    this.#process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const clientConfiguration = (port: number): string => `[libdefaults]
  allow_rc4 = true
  default_realm = ${REALM}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  ${REALM} = {
    kdc = 127.0.0.1:${port}
  }
  DOWN.EXAMPLE = {
    kdc = 127.0.0.1:1
  }
`;

const kdcConfiguration = (folder: string, port: number): string => `[kdcdefaults]
  kdc_listen = 127.0.0.1:${port}
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
  ${REALM} = {
    database_name = ${folder}/principal
    key_stash_file = ${folder}/stash
    acl_file = ${folder}/acl
    supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
    default_principal_flags = +preauth
  }
[logging]
  kdc = FILE:${folder}/kdc.log
`;

const commandsFor = (
  { accounts, services, weak = [], strangers = [], keytabs = [] }: Principals,
  folder: string,
): string =>
  [
    ...accounts.map(([name, password, more = '']) => `addprinc -pw "${password}" ${more} ${name}`),
    ...[...services, ...strangers].map((name) => `addprinc -randkey ${name}`),
    ...weak.map((name) => `addprinc -e arcfour-hmac:normal -randkey ${name}`),
    ...weak.map((name) => `setstr ${name} session_enctypes arcfour-hmac`),
    ...weak.map((name) => `ktadd -norandkey -k ${folder}/host.keytab ${name}`),
    ...services.map((name) => `ktadd -k ${folder}/host.keytab ${name}`),
    ...keytabs.map((name) => `ktadd -norandkey -k ${folder}/${name}.keytab ${name}`),
    '',
  ].join('\n');

async function isAnswering(port: number, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return child.exitCode === null;
    await setTimeout(50);
  }
  return false;
}
