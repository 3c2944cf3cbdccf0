/** Lines that do not come about or break, and that nothing of it reaches the process as a crash, a leak or a hang. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import { sshTransport } from '../../../src/transports/ssh/index.ts';
import { all, exchange, optionsWith, refusalOf, signal } from '../hosts.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const { start } = sshTransport(optionsWith());
const servers: ScriptedServer[] = [];
const accidents: unknown[] = [];
const note = (accident: unknown) => void accidents.push(accident);

beforeAll(() => {
  process.on('unhandledRejection', note);
  process.on('warning', note);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(accidents, 'unhandled rejections and listener leaks').toEqual([]);
});
afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('warning', note);
});

const serve = async (script: Script = {}) => {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
};

test('a name that DNS does not know', async () => {
  const host = (await serve()).host({ address: 'no-such-host.invalid' });
  const refusal = await refusalOf(start(host, [], signal()));
  expect(refusal).toBeInstanceOf(UnreachableError);
  expect(refusal.message).toMatch(
    /^EX01: no connection to no-such-host\.invalid:\d+ \((ENOTFOUND|EAI_AGAIN)\)\. .*DNS/,
  );
});

test('a port where nothing listens', async () => {
  const server = await serve();
  await server.close();
  const refusal = await refusalOf(start(server.host(), [], signal()));
  expect(refusal.message).toMatch(/\(ECONNREFUSED\)\. Nothing listens there: check `port`/);
  servers.length = 0;
});

test('something that listens and is no SSH server', async () => {
  const tcp = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 \u001b[2J\r\n\r\n'));
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const refusal = await refusalOf(start((await serve()).host({ port }), [], signal()));
  tcp.close();
  expect(refusal).toBeInstanceOf(UnreachableError);
  expect(refusal.message).toMatch(/broke before the login: .*Check that an SSH server listens/);
  expect(refusal.message).not.toContain('\u001b');
});

test('a host that takes the connection and says nothing: the deadline says how far it got', async () => {
  const server = await serve({ silent: true });
  const hasty = sshTransport(optionsWith({ connectSeconds: 0.2 }));
  const refusal = await refusalOf(hasty.start(server.host(), [], signal()));
  expect(refusal.message).toMatch(
    /^EX01: no PowerShell within 0\.2 s; it got as far as logging in at 127\.0\.0\.1/,
  );
  await expect.poll(() => server.open()).toBe(0);
});

test('asking a person for a credential does not count against the deadline', async () => {
  const slow = optionsWith({ connectSeconds: 0.5 });
  const credential: typeof slow.credential = async (reference) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    return slow.credential(reference);
  };
  const line = await sshTransport({ ...slow, credential }).start((await serve()).host(), [], signal());
  line.destroy();
});

test('a start that is cancelled under way leaves no connection', async () => {
  const server = await serve({ silent: true });
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 100);
  const refusal = await refusalOf(start(server.host(), [], cancel.signal));
  expect(refusal).toBeInstanceOf(UnreachableError);
  expect(refusal.message).toMatch(/cancelled while logging in/);
  await expect.poll(() => server.open()).toBe(0);
});

test('the signal of the start does not end a started process', async () => {
  const cancel = new AbortController();
  const line = await start((await serve()).host(), [], cancel.signal);
  cancel.abort();
  line.stdin.end('still here');
  expect(String(await once(line.stdout, 'data'))).toBe('still here');
  line.destroy();
});

test('a host that hangs up while the login goes on', async () => {
  const server = await serve({ authenticate: (_context, connection) => void connection.end() });
  const refusal = await refusalOf(start(server.host(), [], signal()));
  expect(refusal).toBeInstanceOf(UnreachableError);
});

test('a line that breaks in the middle: what came is read, and the end has no exit code', async () => {
  const server = await serve({
    command: (channel, hangUp) => {
      channel.write('half an answ');
      setTimeout(hangUp, 50);
    },
  });
  const line = await start(server.host(), [], signal());
  expect((await all(line.stdout)).toString()).toBe('half an answ');
  const end = await line.ended;
  expect(end.exitCode).toBeUndefined();
  expect(end.why).toMatch(/^the line broke: /);
  expect(line.stdin.destroyed).toBe(true);
});

test('a host that falls silent is noticed by its missing answers', async () => {
  const server = await serve({ command: (_channel, _hangUp, _line, fallSilent) => fallSilent() });
  const watchful = sshTransport(optionsWith({ keepAliveSeconds: 0.1 }));
  const line = await watchful.start(server.host(), [], signal());
  expect(await line.ended).toEqual({ exitCode: undefined, why: 'the line broke: Keepalive timeout' });
});

test('a process that a signal ended has no exit code and says so', async () => {
  const server = await serve({
    command: (channel) => {
      channel.exit('KILL');
      channel.end();
    },
  });
  const { end } = await exchange(await start(server.host(), [], signal()), Buffer.alloc(0));
  expect(end).toEqual({ exitCode: undefined, why: 'the host ended it with SIGKILL' });
});

test('ten lines one after another leave no connection and no listener behind', async () => {
  const server = await serve({
    command: (channel) => {
      channel.exit(0);
      channel.end();
    },
  });
  const run = new AbortController();
  for (let at = 0; at < 10; at++) {
    const line = await start(server.host(), [], run.signal);
    expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
  }
  await expect.poll(() => server.open()).toBe(0);
});
