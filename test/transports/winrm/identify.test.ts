import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { AnswerLostError } from '../../../src/transports/winrm/failures.ts';
import { identify } from '../../../src/transports/winrm/probe/identify.ts';
import { refusalOf } from '../hosts.ts';

/** The second question waits for its turn in node:http when the end comes; what is thrown then would end the whole program. */
test('a server that closes after each answer is a failure of that host, and of nothing else', async () => {
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', () => {
        socket.write('HTTP/1.0 501 No\r\nContent-Length: 0\r\n\r\n');
        setTimeout(() => socket.end(), 50);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = { address: '127.0.0.1', port, tls: undefined };
  const refusal = await refusalOf(identify(at, 5, new AbortController().signal));
  expect(refusal).toBeInstanceOf(AnswerLostError);
  expect(refusal.message).toMatch(/connection has ended|socket hang up/);
  server.close();
});
