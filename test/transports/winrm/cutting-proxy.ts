import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Direction = 'to the host' | 'from the host';

/**
 * Stands between a client and a plain HTTP server, and breaks a connection in the middle of a message: one half of its bytes arrives,
 * then both ends hear that the connection is gone. Messages are counted over all connections, those of logins too.
 */
export class CuttingProxy {
  readonly counted: Record<Direction, number> = { 'to the host': 0, 'from the host': 0 };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: number;
  #cut: { readonly direction: Direction; readonly nth: number } | undefined;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#carry(client));
  }

  static async start(target: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Counts anew from here; without `nth` nothing is cut. */
  arm(direction: Direction, nth = 0): void {
    this.counted['to the host'] = 0;
    this.counted['from the host'] = 0;
    this.#cut = { direction, nth };
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #carry(client: Socket): void {
    const host = connect(this.#target, '127.0.0.1');
    const end = () => {
      client.destroy();
      host.destroy();
    };
    for (const socket of [client, host]) {
      this.#sockets.add(socket);
      socket
        .on('error', () => {})
        .once('close', () => {
          this.#sockets.delete(socket);
          end();
        });
    }
    this.#pass(client, host, 'to the host', end);
    this.#pass(host, client, 'from the host', end);
  }

  #pass(from: Socket, to: Socket, direction: Direction, end: () => void): void {
    let held = Buffer.alloc(0);
    from.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      for (let length = messageLength(held); length !== undefined; length = messageLength(held)) {
        const message = held.subarray(0, length);
        held = held.subarray(length);
        this.counted[direction] += 1;
        const isCut = this.#cut?.direction === direction && this.#cut.nth === this.counted[direction];
        if (isCut) return void to.write(message.subarray(0, Math.floor(length / 2)), end);
        to.write(message);
      }
    });
  }
}

/** Of the first message in `bytes`; undefined until all of it is there. */
function messageLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const body = end + 4;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  // Without a length: an answer that is nothing but its status, in chunks.
  const isChunked = /^transfer-encoding: *chunked/im.test(head);
  const last = isChunked ? bytes.indexOf('0\r\n\r\n', body) + 5 - body : length;
  return last >= 5 || !isChunked ? (bytes.length >= body + last ? body + last : undefined) : undefined;
}
