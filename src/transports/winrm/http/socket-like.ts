import { Duplex } from 'node:stream';

/**
 * A stream that behaves as a TCP socket does where node:http relies on it, over a channel of SSH: it is destroyed when the other side has
 * ended, also while nobody reads from it, so that an idle connection that is gone is seen to be.
 */
export function socketLike(channel: Duplex): Duplex {
  const socket = new Duplex({
    read: () => void channel.resume(),
    write: (chunk, encoding, done) => void channel.write(chunk, encoding, done),
    final: (done) => {
      channel.end();
      done();
    },
    destroy: (error, done) => {
      channel.destroy();
      done(error);
    },
  });
  const over = () => {
    if (socket.readableLength === 0) socket.destroy();
    else socket.once('end', () => socket.destroy()).push(null);
  };
  channel.on('data', (chunk: Buffer) => {
    if (!socket.push(chunk)) channel.pause();
  });
  channel.on('error', () => socket.destroy());
  channel.once('end', over);
  channel.once('close', over);
  const nothing = () => socket;
  const [ref, unref, setKeepAlive, setTimeout] = [nothing, nothing, nothing, nothing];
  return Object.assign(socket, { ref, unref, setKeepAlive, setTimeout });
}
