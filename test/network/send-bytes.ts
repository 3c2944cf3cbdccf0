/**
 * A program of the tests: `listen PORT` takes connections and answers the length of what came once the sender has ended its side;
 * `send ADDRESS PORT BYTES SECONDS` sends small first, then all, and exits 0 only when all of it was taken in time; `chat` goes on with
 * small messages after it, as a program does that answers several questions.
 */
import { connect, createServer } from 'node:net';

const [mode, ...words] = process.argv.slice(2);
const SMALL = 500;
const MESSAGES = 6;

if (mode === 'listen') {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let length = 0;
    socket.on('data', (bytes) => {
      length += bytes.length;
    });
    socket.on('end', () => socket.end(`${length}`));
    socket.on('error', () => socket.destroy());
  });
  server.listen({ port: Number(words[0]), host: '::' }, () => process.stdout.write('ready\n'));
} else {
  const [host = '', port, bytes, seconds] = words;
  const wanted = Number(bytes);
  const socket = connect({ host, port: Number(port) });
  let answer = '';
  const stalled = setTimeout(() => {
    process.stdout.write('stalled\n');
    process.exit(1);
  }, Number(seconds) * 1000);
  socket.on('connect', () => {
    socket.setNoDelay(true);
    socket.write(Buffer.alloc(SMALL, 'a'));
    setTimeout(() => {
      if (mode === 'send') socket.end(Buffer.alloc(wanted - SMALL, 'b'));
      else chat();
    }, 200);
  });
  const chat = () => {
    socket.write(Buffer.alloc(wanted - SMALL, 'b'));
    // At once, in a segment each: TCP falls silent soon after it begins to miss answers.
    for (let message = 1; message <= MESSAGES; message += 1) socket.write(Buffer.alloc(10, 'c'));
  };
  socket.on('data', (piece) => {
    answer += piece;
  });
  socket.on('end', () => {
    clearTimeout(stalled);
    process.stdout.write(`took ${answer}\n`);
    process.exitCode = answer === String(wanted) ? 0 : 1;
  });
  socket.on('error', (error) => {
    process.stdout.write(`${error.message}\n`);
    process.exit(1);
  });
}
