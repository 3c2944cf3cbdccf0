import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { NarrowSocket } from '../../../src/transports/ssh/narrow-socket.ts';
import { anyBytes } from '../hosts.ts';

async function pair(): Promise<{ narrow: NarrowSocket; far: Socket; close: () => void }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true });
  const [[far]] = await Promise.all([once(server, 'connection'), once(socket, 'connect')]);
  const narrow = new NarrowSocket(socket, 0);
  return {
    narrow,
    far: far as Socket,
    close: () => {
      narrow.destroy();
      (far as Socket).destroy();
      server.close();
    },
  };
}

describe('a narrow socket', () => {
  it('sends every byte, never more than 512 at once', async () => {
    const { narrow, far, close } = await pair();
    const sent = anyBytes(20_000);
    const pieces: Buffer[] = [];
    far.on('data', (piece: Buffer) => pieces.push(piece));
    narrow.write(sent.subarray(0, 3));
    narrow.write(sent.subarray(3, 15_000));
    narrow.end(sent.subarray(15_000));
    await once(far, 'end');
    expect(Buffer.concat(pieces).equals(sent)).toBe(true);
    // A reader that was held up may find two of them; none is the size of a packet that would be swallowed.
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1024);
    expect(pieces.filter(({ length }) => length <= 512).length).toBeGreaterThan(30);
    close();
  });

  it('receives what comes, and its end', async () => {
    const { narrow, far, close } = await pair();
    const sent = anyBytes(300_000);
    const pieces: Buffer[] = [];
    narrow.on('data', (piece: Buffer) => pieces.push(piece));
    far.end(sent);
    await once(narrow, 'end');
    expect(Buffer.concat(pieces).equals(sent)).toBe(true);
    close();
  });

  it('ends with its connection, in the middle of a write too', async () => {
    const { narrow, far, close } = await pair();
    narrow.on('error', () => {});
    narrow.write(anyBytes(100_000));
    far.destroy();
    await new Promise((resolve) => narrow.once('close', resolve));
    expect(narrow.destroyed).toBe(true);
    close();
  });
});
