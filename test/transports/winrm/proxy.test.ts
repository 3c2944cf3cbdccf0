/** WinRM through HTTP proxies: tinyproxy, which nobody here wrote, and one of ours for what it never says. */
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import type { CredentialReference, Host, HttpProxy } from '../../../src/model/host.ts';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { anyBytes, exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { startTinyproxy, tinyproxyMissing } from '../tinyproxy.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

const PROXY_PASSWORD = 'pröxy:word';
const options = optionsWith({
  credential: async (reference: CredentialReference) =>
    new Secret('name' in reference && reference.name === 'PROXY' ? PROXY_PASSWORD : ann.password),
});
const { start } = winrmTransport(options, shortTimes);
const login = { user: 'hop', password: { from: 'env', name: 'PROXY' } } as const;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function behind(
  port: number,
  proxy: Partial<HttpProxy> = {},
  given: Partial<WinrmServerOptions> = {},
): Promise<{ host: Host; server: WinrmServer }> {
  const server = await WinrmServer.start({ program: echoing, ...given });
  stops.push(() => server.stop());
  return { server, host: server.host({ proxy: { address: '127.0.0.1', port, ...proxy } }) };
}

describe.skipIf(tinyproxyMissing)(`through tinyproxy${because(tinyproxyMissing)}`, () => {
  async function proxy(...lines: string[]) {
    const running = await startTinyproxy(...lines);
    stops.unshift(() => running.stop());
    return running;
  }

  test('http: every byte goes through, sealed, both ways, after a login at the proxy', async () => {
    const { port, log } = await proxy('BasicAuth hop secret-of-the-proxy');
    const { host, server } = await behind(port, login);
    const own = winrmTransport(
      {
        ...options,
        credential: async (reference) =>
          new Secret(
            'name' in reference && reference.name === 'PROXY' ? 'secret-of-the-proxy' : ann.password,
          ),
      },
      shortTimes,
    );
    const input = anyBytes(600_000);
    const { out, end } = await exchange(await own.start(host, running('exit'), signal()), input);
    expect([out.equals(input), end.exitCode]).toEqual([true, 0]);
    expect([server.logins, server.shells.open, server.plain]).toEqual([2, 0, 0]);
    expect(log()).toContain(`CONNECT 127.0.0.1:${server.port}`);
  });

  test.skipIf(opensslMissing)(
    `https: the certificate is the host's own${because(opensslMissing)}`,
    async () => {
      const { port } = await proxy();
      const { host } = await behind(port, {}, { certificate: makeCertificate(), isStrict: true });
      const line = await start(host, running('exit'), signal());
      expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
      expect(line.hostKey).toMatch(/^SHA256:[0-9a-f]{64}$/);
    },
  );

  test('a line that breaks goes on through another connection of the same proxy', async () => {
    const { port } = await proxy();
    const { host, server } = await behind(port);
    const line = await start(host, running('exit'), signal());
    line.stdin.write('before\n');
    await expect.poll(() => server.shells.pieces.length, { timeout: 60_000 }).toBe(1);
    server.dropAll();
    // Receive comes back by itself; what else was dropped has been seen by then.
    await expect.poll(() => server.logins, { timeout: 60_000 }).toBe(3);
    await setTimeout(300);
    const { out, end } = await exchange(line, Buffer.from('after\n'));
    expect([out.toString(), end.exitCode]).toEqual(['before\nafter\n', 0]);
  });

  test.each<[string, string[], Partial<HttpProxy>, RegExp]>([
    [
      'a login that it wants and nobody gave',
      ['BasicAuth hop x'],
      {},
      /HTTP status 407.*It wants a login: set user and password of proxy/,
    ],
    ['a wrong password', ['BasicAuth hop x'], login, /HTTP status 40[17].*It did not let hop in/],
    [
      'a port that its rules leave out',
      ['ConnectPort 443'],
      {},
      /HTTP status 403.*rules do not allow CONNECT to 127\.0\.0\.1:\d+/,
    ],
  ])('refused: %s', async (_, lines, given, words) => {
    const { port } = await proxy(...lines);
    const { host, server } = await behind(port, given);
    const refusal = await refusalOf(start(host, running('exit'), signal()));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(words);
    expect(refusal.message).not.toContain(PROXY_PASSWORD);
    expect(server.logins).toBe(0);
  });

  test('refused: a host that the proxy does not reach', async () => {
    const { port } = await proxy();
    const { host } = await behind(port);
    const nobody = { ...host, transport: { ...host.transport, port: 1 } as never };
    expect((await refusalOf(start(nobody, running('exit'), signal()))).message).toMatch(
      /HTTP status 5\d\d.*The proxy does not reach the host/,
    );
  });
});

/** Answers every CONNECT so; nothing is passed on. */
async function refusing(status: string, ...headers: string[]): Promise<number> {
  const server = createHttp().listen(0, '127.0.0.1');
  server.on('connect', (_request, socket) =>
    socket.end([`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n')),
  );
  return portOf(server);
}

async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  stops.push(async () => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a proxy that is none for us', () => {
  test.each([
    [
      '407 with NTLM only',
      '407 No',
      'Proxy-Authenticate: NTLM',
      /wants a login by NTLM; Setright logs in at proxies by Basic only/,
    ],
    ['502', '502 Bad Gateway', 'X: y', /The proxy does not reach the host/],
    [
      '400',
      '400 \u001b[31mBad',
      'X: y',
      /HTTP status 400 (?!.*\u001b).*Check that it is a proxy for CONNECT/,
    ],
  ])('%s', async (_, status, header, words) => {
    const { host } = await behind(await refusing(status, header), login);
    expect((await refusalOf(start(host, running('exit'), signal()))).message).toMatch(words);
  });

  test('nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const port = await portOf(server);
    server.close();
    const { host } = await behind(port);
    expect((await refusalOf(start(host, running('exit'), signal()))).message).toMatch(
      /the proxy 127\.0\.0\.1:\d+ could not be asked \(ECONNREFUSED\).*The host itself was not reached/,
    );
  });

  test('another server listens there, or hangs up', async () => {
    const ssh = await portOf(
      createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.2\r\n')).listen(
        0,
        '127.0.0.1',
      ),
    );
    const { host } = await behind(ssh);
    expect((await refusalOf(start(host, running('exit'), signal()))).message).toMatch(/is no HTTP proxy/);
    const mute = await portOf(
      createServer((socket) => void socket.on('error', () => {}).destroy()).listen(0, '127.0.0.1'),
    );
    const { host: other } = await behind(mute);
    expect((await refusalOf(start(other, running('exit'), signal()))).message).toMatch(
      /ECONNRESET.*takes CONNECT/,
    );
  });

  test('it says nothing: the connect deadline ends it', async () => {
    const port = await portOf(
      createServer((socket) => void socket.on('error', () => {}).resume()).listen(0, '127.0.0.1'),
    );
    const { host } = await behind(port);
    const hasty = winrmTransport({ ...options, connectSeconds: 1 }, shortTimes);
    expect((await refusalOf(hasty.start(host, running('exit'), signal()))).message).toMatch(
      /no PowerShell within 1 s/,
    );
  });
});

describe('a proxy of ours', () => {
  async function passing(): Promise<{ port: number; asked: string[] }> {
    const asked: string[] = [];
    const { connect } = await import('node:net');
    const server = createHttp().listen(0, '127.0.0.1');
    server.on('connect', (request, socket, head) => {
      asked.push(`${request.url} ${request.headers.host} ${request.headers['proxy-authorization'] ?? ''}`);
      const [host, port] = (request.url ?? '').split(':');
      const on = connect({ host: host ?? '', port: Number(port) }, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        on.write(head);
        on.pipe(socket).pipe(on);
      });
      for (const each of [on, socket]) each.on('error', () => {});
    });
    return { port: await portOf(server), asked };
  }

  test('is told who we are in UTF-8, for each connection, and never to the host', async () => {
    const { port, asked } = await passing();
    const { host, server } = await behind(port, login);
    const line = await start(host, running('exit'), signal());
    expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
    const word = Buffer.from(`hop:${PROXY_PASSWORD}`).toString('base64');
    const target = `127.0.0.1:${server.port}`;
    expect(asked).toEqual([`${target} ${target} Basic ${word}`, `${target} ${target} Basic ${word}`]);
    expect(server.shells.messages.join('')).not.toContain(word);
  });

  test('its connections outlive the deadline in which they were made', async () => {
    const { port } = await passing();
    const { host } = await behind(port);
    const line = await winrmTransport(options, { ...shortTimes, operationSeconds: 5 }).start(
      host,
      running('exit'),
      signal(),
    );
    await setTimeout(5_500);
    expect((await exchange(line, Buffer.from('late\n'))).out.toString()).toBe('late\n');
  });
});
