/**
 * One HTTP connection over one socket. A login by NTLM or Kerberos belongs to its socket, so nothing here ever opens a second one
 * behind the caller's back: that is why HTTP is spoken by node:http (its parser, its limits) over a socket of our own, and not by a
 * client library, all of which pool.
 */
import {
  Agent,
  type ClientRequestArgs,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
} from 'node:http';
import { Duplex } from 'node:stream';
import { AnswerLostError } from '../failures.ts';
import type { OpenSocket } from './open-socket.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Far above what a WS-Management server sends in one message. */
const LARGEST = 4 * 1024 * 1024;

class OneSocketAgent extends Agent {
  #socket: Duplex | undefined;

  constructor(socket: Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#socket = socket;
  }

  /** A second one is refused by the callback: node:http also asks while it closes the first, and a throw there would end the program. */
  override createConnection(
    _options: ClientRequestArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) done?.(new AnswerLostError('the connection has ended'), new Duplex());
    return socket;
  }
}

export class HttpConnection {
  /** DER; undefined without TLS. */
  readonly certificate: Buffer | undefined;
  #usedAt = performance.now();
  readonly #socket: Duplex;
  readonly #agent: Agent;
  readonly #authority: string;

  constructor({ socket, certificate }: OpenSocket, authority: string) {
    this.certificate = certificate;
    this.#socket = socket;
    this.#agent = new OneSocketAgent(socket);
    this.#authority = authority;
  }

  /** False once it has ended, or has been idle for so long that the host may be about to end it. */
  isUsable(idleSeconds: number): boolean {
    return !this.#socket.destroyed && performance.now() - this.#usedAt < idleSeconds * 1000;
  }

  /** Rejects with AnswerLostError; the connection is closed then. */
  async post(headers: Readonly<Record<string, string>>, body: Buffer, seconds: number): Promise<HttpReply> {
    const asked = request({
      agent: this.#agent,
      method: 'POST',
      path: '/wsman',
      setHost: false,
      headers: {
        Host: this.#authority,
        Connection: 'Keep-Alive',
        'Accept-Encoding': 'identity',
        'User-Agent': 'Setright',
        'Content-Length': String(body.length),
        ...headers,
      },
    });
    const late = setTimeout(() => asked.destroy(new Error(`no answer within ${seconds} s`)), seconds * 1000);
    try {
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        asked.once('response', resolve);
        asked.on('error', reject);
      });
      asked.end(body);
      const response = await answer;
      return { status: response.statusCode ?? 0, headers: response.headers, body: await wholeBody(response) };
    } catch (cause) {
      this.close();
      throw cause instanceof AnswerLostError
        ? cause
        : new AnswerLostError((cause as Error).message, { cause });
    } finally {
      clearTimeout(late);
      this.#usedAt = performance.now();
    }
  }

  /** At once when it has ended already. */
  whenClosed(tell: () => void): void {
    if (this.#socket.closed) tell();
    else this.#socket.once('close', tell);
  }

  close(): void {
    this.#agent.destroy();
    this.#socket.destroy();
  }
}

async function wholeBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST) throw new AnswerLostError(`the answer is larger than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
