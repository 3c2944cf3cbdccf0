import { Writable } from 'node:stream';

/**
 * The stdin of a line, over the stream that carries it. How a line ends is told once, by `ended`: so an error of `target` (EPIPE of a
 * child that has gone) is not passed on, and a write that `target` will never finish (ssh2 forgets those that meet a closed channel)
 * waits until this stream is destroyed, and fails then. A write is done once `target` has taken it: back-pressure goes through.
 */
export function lineStdin(target: Writable): Writable {
  let waiting: ((error: Error) => void) | undefined;
  target.on('error', () => {});
  const stdin = new Writable({
    write: (chunk, encoding, done) => {
      waiting = done;
      target.write(chunk, encoding, (error) => {
        if (error || waiting !== done) return;
        waiting = undefined;
        done();
      });
    },
    final: (done) => {
      target.end();
      done();
    },
    destroy: (error, done) => {
      waiting?.(error ?? new Error('the line has ended'));
      waiting = undefined;
      done(error);
    },
  });
  stdin.on('error', () => {});
  return stdin;
}
