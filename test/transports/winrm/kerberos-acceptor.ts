/** MIT Kerberos as the host, in a process of its own: tokens and seals of many connections. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AskedProcess } from './asked-process.ts';
import type { Kdc } from './kdc.ts';

export interface KerberosReply {
  /** For us: a proof, or why not. */
  readonly token: Buffer;
  readonly error?: string;
  readonly who?: string;
  readonly service?: string;
}

export class KerberosAcceptor {
  readonly #asked: AskedProcess;
  /** Python takes its time to start; whoever counts seconds waits for it first. */
  readonly ready: Promise<unknown>;

  /** `applicationData`: of the channel that it knows itself to be on. `environment`: more than where the KDC is. */
  constructor(kdc: Kdc, applicationData?: Buffer, environment: NodeJS.ProcessEnv = {}) {
    const script = fileURLToPath(new URL('kerberos-acceptor.py', import.meta.url));
    this.#asked = new AskedProcess('/usr/bin/python3', [script], { ...kdc.environment, ...environment });
    const settings = { keytab: kdc.hostKeytab, applicationData: applicationData?.toString('base64') };
    this.ready = this.#asked.ask(JSON.stringify(settings));
    this.ready.catch(() => {});
  }

  connection(): KerberosHost {
    return new KerberosHost(this.#asked);
  }

  stop(): void {
    this.#asked.stop();
  }
}

/** The host's end of one connection. */
export class KerberosHost {
  readonly #asked: AskedProcess;
  readonly #id = randomUUID();
  protocol: 'SPNEGO' | 'Kerberos' = 'SPNEGO';

  constructor(asked: AskedProcess) {
    this.#asked = asked;
  }

  async step(token: Buffer): Promise<KerberosReply> {
    const { token: answer, ...said } = await this.#ask({ verb: 'step', data: token });
    return { ...said, token: bytesOf(answer) };
  }

  async seal(message: Buffer): Promise<{ readonly signature: Buffer; readonly sealed: Buffer }> {
    const { header, data } = unlessRefused(await this.#ask({ verb: 'wrap', data: message }));
    return { signature: bytesOf(header), sealed: bytesOf(data) };
  }

  /** Throws what GSSAPI says when it refuses. */
  async open(signature: Buffer, sealed: Buffer): Promise<Buffer> {
    const said = await this.#ask({ verb: 'unwrap', header: signature, data: sealed });
    return bytesOf(unlessRefused(said).data);
  }

  async #ask({ verb, data, header }: Question): Promise<Said> {
    const question = {
      id: this.#id,
      verb,
      data: data.toString('base64'),
      header: header?.toString('base64'),
    };
    return JSON.parse(await this.#asked.ask(JSON.stringify(question)));
  }
}

interface Question {
  readonly verb: 'step' | 'wrap' | 'unwrap';
  readonly data: Buffer;
  readonly header?: Buffer;
}

type Said = Readonly<Partial<Record<'token' | 'error' | 'who' | 'service' | 'header' | 'data', string>>>;

const bytesOf = (text = ''): Buffer => Buffer.from(text, 'base64');

function unlessRefused(said: Said): Said {
  if (said.error !== undefined) throw new Error(said.error);
  return said;
}
