/** NTLM acceptors that nobody here wrote, as processes that are asked line by line. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AskedProcess } from './asked-process.ts';
import type { KnownAccount } from './ntlm-acceptor.ts';

const python = '/usr/bin/python3';
const samba = '/usr/bin/ntlm_auth';

const hasGss =
  spawnSync(python, ['-c', 'import gssapi']).status === 0 &&
  ['/etc/gss/mech.d', '/usr/local/etc/gss/mech.d'].some((folder) =>
    existsSync(`${folder}/mech.ntlmssp.conf`),
  );

/** Why these tests cannot run here; undefined when they can. */
export const gssMissing: string | undefined = hasGss
  ? undefined
  : 'needs gss-ntlmssp (apt-get install -y gss-ntlmssp python3-gssapi)';
export const sambaMissing: string | undefined = existsSync(samba)
  ? undefined
  : `needs ${samba} (apt-get install -y winbind)`;

export class GssAcceptor {
  readonly #asked = new AskedProcess(python, [fileURLToPath(new URL('gss-acceptor.py', import.meta.url))]);

  /** `applicationData`: of the channel that it knows itself to be on. */
  constructor(account: KnownAccount, applicationData?: Buffer) {
    const data = applicationData?.toString('base64');
    this.#asked.say(JSON.stringify({ ...account, applicationData: data }));
  }

  /** Throws what GSSAPI says when it refuses. */
  async ask(verb: 'step' | 'wrap' | 'unwrap', data: Buffer): Promise<{ data: Buffer; who: string | null }> {
    const reply = JSON.parse(await this.#asked.ask(JSON.stringify({ verb, data: data.toString('base64') })));
    if (reply.error !== undefined) throw new Error(reply.error);
    return { data: Buffer.from(reply.data, 'base64'), who: reply.who ?? null };
  }

  stop(): void {
    this.#asked.stop();
  }
}

export class SambaAcceptor {
  readonly #asked: AskedProcess;

  constructor({ user, domain, password }: KnownAccount) {
    const account = [`--username=${user}`, `--domain=${domain}`, `--password=${password}`];
    this.#asked = new AskedProcess(samba, ['--helper-protocol=squid-2.5-ntlmssp', ...account]);
  }

  async challenge(negotiate: Buffer): Promise<Buffer> {
    const [verb, token = ''] = (await this.#asked.ask(`YR ${negotiate.toString('base64')}`)).split(' ');
    if (verb !== 'TT') throw new Error(`ntlm_auth answered ${verb} ${token}`);
    return Buffer.from(token, 'base64');
  }

  /** The session key that it agreed on; throws what Samba says when it refuses. */
  async accept(token: Buffer): Promise<Buffer> {
    const verdict = await this.#asked.ask(`KK ${token.toString('base64')}`);
    if (!verdict.startsWith('AF ')) throw new Error(verdict);
    const [verb, key = ''] = (await this.#asked.ask('GK')).split(' ');
    if (verb !== 'GK') throw new Error(`no session key: ${verb} ${key}`);
    return Buffer.from(key, 'base64');
  }

  stop(): void {
    this.#asked.stop();
  }
}
