import {
  AnswerLostError,
  CertificateRefusedError,
  HttpRefusedError,
  LoginRefusedError,
  WsmanFaultError,
} from './failures.ts';
import { HttpConnection, type HttpReply } from './http/http-connection.ts';
import { offeredIn } from './http/http-login.ts';
import { type Address, authorityOf, fingerprintOf, openSocket } from './http/open-socket.ts';
import { type Carrier, type Login, loggedIn } from './login/carrier.ts';
import type { WinrmTimes } from './times.ts';
import { faultIn } from './wsman/fault.ts';
import { type Element, readXml, XmlError } from './wsman/xml.ts';

export interface ChannelOptions {
  readonly at: Address;
  readonly login: Login;
  readonly times: WinrmTimes;
  /** Ends every wait and every connection. */
  readonly signal: AbortSignal;
  /** Fingerprint of the certificate that the first connection of this line showed: the others must show it too. */
  readonly sameAs?: string | undefined;
}

/**
 * Carries one message at a time over a connection that is logged in; opens another one, with a login of its own, when the last has ended
 * or has been idle too long. Never sends a message twice unless the host said that it has not read it (401).
 */
export class Channel {
  readonly #options: ChannelOptions;
  #connection: HttpConnection | undefined;
  #carrier: Carrier | undefined;
  #fingerprint: string;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#fingerprint = options.sameAs ?? '';
    options.signal.addEventListener('abort', () => this.close());
  }

  /** Fingerprint of the host's certificate, '' without TLS or before the first connection. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** Connects and logs in now, unless that has been done. Rejects with the errors of `failures.ts`. */
  async open(): Promise<Carrier> {
    if (this.#isClosed || this.#options.signal.aborted)
      throw new AnswerLostError('the line was closed by us');
    if (this.#carrier && this.#connection?.isUsable(this.#options.times.idleSeconds)) return this.#carrier;
    this.#drop();
    const { at, login, times, signal } = this.#options;
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(times.operationSeconds * 1000)]);
    const opened = await openSocket(at, inTime);
    const connection = new HttpConnection(opened, authorityOf(at));
    this.#connection = connection;
    if (this.#isClosed) connection.close();
    this.#requireSame(connection);
    this.#carrier = await loggedIn(connection, login, times.operationSeconds);
    return this.#carrier;
  }

  /**
   * The root of the answer. `seconds` is the host's own time for it. `isOnce`: not sent again after a 401 either.
   * Rejects with WsmanFaultError when the host said no, else with the errors of `failures.ts`.
   */
  post(envelope: string, seconds: number, isOnce = false): Promise<Element> {
    // One after the other: seals count the messages of a connection, and a login must not be in the way of another.
    const answer = this.#last.then(() => this.#post(envelope, seconds, isOnce));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #post(envelope: string, seconds: number, isOnce: boolean): Promise<Element> {
    const body = Buffer.from(envelope, 'utf8');
    const most = seconds + this.#options.times.graceSeconds;
    let reply = await (await this.open()).post(body, most);
    const isStale = reply.status === 401 && isPerConnection(this.#options.login) && !isOnce;
    if (isStale) {
      this.#drop();
      reply = await (await this.open()).post(body, most);
    }
    return this.#read(reply);
  }

  /** For good: what waits for an answer fails. */
  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#carrier = undefined;
  }

  #requireSame({ certificate }: HttpConnection): void {
    if (certificate === undefined) return;
    const shown = fingerprintOf(certificate);
    if (this.#fingerprint !== '' && shown !== this.#fingerprint) {
      this.#drop();
      throw new CertificateRefusedError(shown, this.#fingerprint, false);
    }
    this.#fingerprint = shown;
  }

  #read(reply: HttpReply): Element {
    const { status, body } = reply;
    if (status === 401 || status === 403) {
      this.#drop();
      throw new LoginRefusedError('rejected', offeredIn(reply), `HTTP status ${status}`);
    }
    if (body.length === 0 || !isXml(reply))
      throw new HttpRefusedError(status, `HTTP status ${status} without a message of WS-Management`);
    const root = parsed(body);
    const fault = faultIn(root);
    if (fault) throw new WsmanFaultError(fault);
    if (status !== 200) throw new HttpRefusedError(status, `HTTP status ${status}`);
    return root;
  }
}

/** Such a login dies with its connection, and a host may have forgotten it. */
const isPerConnection = ({ auth }: Login): boolean => auth === 'negotiate' || auth === 'kerberos';

const isXml = ({ headers }: HttpReply): boolean =>
  /^(multipart\/encrypted|application\/soap\+xml)\b/i.test(headers['content-type'] ?? '');

function parsed(body: Buffer): Element {
  try {
    return readXml(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    if (cause instanceof XmlError || cause instanceof TypeError)
      throw new AnswerLostError(`the answer is no XML: ${cause.message}`, { cause });
    throw cause;
  }
}
