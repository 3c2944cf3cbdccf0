import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** With the headers of TCP and IP below every path MTU there is (576 for IPv4). */
const PIECE = 512;
/** TCP has ten segments on the way before it hears of the first: fewer of ours, or it joins what waits. */
const ON_THE_WAY = 6;
const SHORTEST = 5;
const LONGEST = 200;

/**
 * A TCP connection through a way that swallows large packets: what is written goes in pieces, each in a segment of its own. The socket must
 * have no delay set. `roundTrip` in milliseconds, as connecting took, says how fast they may follow each other.
 */
export class NarrowSocket extends Duplex {
  readonly #socket: Socket;
  readonly #pause: number;

  constructor(socket: Socket, roundTrip: number) {
    super();
    this.#socket = socket;
    this.#pause = Math.min(LONGEST, Math.max(SHORTEST, roundTrip / ON_THE_WAY));
    socket.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    this.#socket.write(bytes.subarray(0, PIECE));
    setTimeout(() => {
      if (bytes.length > PIECE && !this.destroyed) this._write(bytes.subarray(PIECE), _encoding, written);
      else written();
    }, this.#pause);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
