import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Host, WinrmTransport } from '../../../src/model/host.ts';
import { hostWith } from '../hosts.ts';
import type { Certificate } from './certificates.ts';
import { HostLogins, type LoginOptions, later, type Visitor } from './host-logins.ts';
import type { KnownAccount } from './ntlm-acceptor.ts';
import { unwrapped, wrapped, wrappedType } from './sealed-wrapping.ts';
import { type Program, Shells } from './shells.ts';
import { fault, identified, readMessage, type Said } from './soap.ts';

/** What happens to a message in place of, or after, being carried out. */
export type Accident =
  | {
      readonly kind: 'fault';
      readonly code: number;
      readonly isCarriedOut?: boolean;
      readonly isWmi?: boolean;
    }
  /** The connection ends before the message is read or when the answer would be sent, or there never is one. */
  | { readonly kind: 'drop-before' | 'drop-after' | 'hang' }
  | { readonly kind: 'status'; readonly status: number }
  /** The answer is carried out and changed on its way, or comes unsealed. */
  | { readonly kind: 'spoil' | 'unseal' };

export interface WinrmServerOptions extends LoginOptions {
  readonly program: Program;
  /** Undefined: nobody may ask. */
  readonly envelopeKilobytes?: number | undefined;
  readonly mostSeconds?: number;
  /** `nth` counts messages of that action from 1, also those that have an accident. */
  readonly accident?: (action: string, nth: number, said: Said) => Accident | undefined;
}

export const ann: KnownAccount = { user: 'ann', domain: 'CORP', password: 'päss wörd' };

/** A host's WinRM service for tests, as MS-WSMV describes it: HTTP, logins, sealed bodies; what is inside is in `shells.ts`. */
export class WinrmServer {
  readonly shells: Shells;
  readonly #options: WinrmServerOptions;
  readonly #account: KnownAccount;
  readonly #server: ReturnType<typeof createServer>;
  readonly #visitors = new WeakMap<Socket, Visitor>();
  readonly #sockets = new Set<Socket>();
  readonly #arrived: Record<string, number> = {};
  readonly #logins: HostLogins;
  /** Bodies that came in plain over http: there must be none. */
  plain = 0;

  private constructor(options: WinrmServerOptions) {
    this.#options = options;
    this.#account = options.account ?? ann;
    this.#logins = new HostLogins(options, this.#account);
    const kilobytes = 'envelopeKilobytes' in options ? options.envelopeKilobytes : 500;
    this.shells = new Shells(options.program, kilobytes, options.mostSeconds ?? 60);
    const serve: RequestListener = (request, response) => {
      this.#serve(request, response).catch((error: Error) => {
        response.writeHead(500).end(error.message);
      });
    };
    const { certificate } = options;
    this.#server = certificate
      ? (createSecureServer(secureOptions(certificate, options.client), serve) as never)
      : createServer(serve);
    // HTTP.sys keeps idle connections for about as long.
    this.#server.keepAliveTimeout = 120_000;
    this.#server.on(certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(options: WinrmServerOptions): Promise<WinrmServer> {
    const server = new WinrmServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get logins(): number {
    return this.#logins.count;
  }

  get principals(): readonly string[] {
    return this.#logins.principals;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** This server as a host of an inventory. */
  host(settings: Partial<WinrmTransport> = {}, name = 'EX01'): Host {
    const { certificate } = this.#options;
    return hostWith(
      {
        type: 'winrm',
        address: '127.0.0.1',
        port: this.port,
        https: certificate !== undefined,
        auth: 'negotiate',
        user: `${this.#account.domain}\\${this.#account.user}`,
        password: { from: 'env', name: 'PASSWORD' },
        ...(certificate === undefined ? {} : { ca: certificate.file }),
        executable: 'pwsh',
        via: [],
        ...settings,
      },
      name,
    );
  }

  /** Ends every connection, as a firewall that has forgotten them. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.dropAll();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    response.setHeader('Date', later(this.#options.minutesAhead).toUTCString());
    if (request.headers.wsmanidentify === 'unauthenticated')
      return void response
        .writeHead(200, { 'Content-Type': 'application/soap+xml;charset=UTF-8' })
        .end(identified);
    const visitor = this.#visitors.get(request.socket) ?? { isIn: false };
    this.#visitors.set(request.socket, visitor);
    const proof = visitor.isIn ? {} : await this.#logins.letIn(visitor, request, response);
    if (proof === undefined) return;
    if (body.length === 0) return void response.writeHead(200, proof).end();
    const { seal } = visitor;
    if (seal && !request.headers['content-type']?.startsWith('multipart/encrypted')) {
      this.plain += 1;
      return void response.writeHead(500).end();
    }
    const text = (seal ? await unwrapped(seal, body) : body).toString();
    await this.#answer(text, visitor, response);
  }

  async #answer(text: string, visitor: Visitor, response: ServerResponse): Promise<void> {
    const said = readMessage(text);
    const nth = (this.#arrived[said.action] ?? 0) + 1;
    this.#arrived[said.action] = nth;
    const accident = this.#options.accident?.(said.action, nth, said);
    if (accident?.kind === 'drop-before') return void response.destroy();
    if (accident?.kind === 'hang') return;
    if (accident?.kind === 'status') {
      if (accident.status === 401) visitor.isIn = false;
      return void response.writeHead(accident.status).end();
    }
    const isRefused = accident?.kind === 'fault' && accident.isCarriedOut !== true;
    let reply = isRefused ? { status: 500, text: '' } : await this.shells.answer(text);
    if (accident?.kind === 'drop-after') return void response.destroy();
    if (accident?.kind === 'fault')
      reply = { status: 500, text: fault(said, accident.code, `said ${accident.code}`, accident.isWmi) };
    const seal = accident?.kind === 'unseal' ? undefined : visitor.seal;
    const body = seal ? await wrapped(seal, Buffer.from(reply.text)) : Buffer.from(reply.text);
    if (accident?.kind === 'spoil') body[body.length - 100] = (body.at(-100) ?? 0) ^ 1;
    response
      .writeHead(reply.status, {
        'Content-Type': seal ? wrappedType(seal) : 'application/soap+xml;charset=UTF-8',
        'Content-Length': body.length,
      })
      .end(body);
  }
}

const secureOptions = ({ pem, key }: Certificate, client: Certificate | undefined) => ({
  cert: pem,
  key,
  requestCert: client !== undefined,
  rejectUnauthorized: false,
});
