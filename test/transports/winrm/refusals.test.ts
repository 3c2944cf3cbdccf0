import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { UnreachableError, UsageError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { fingerprintOf } from '../../../src/transports/winrm/http/open-socket.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password) });
const { start } = winrmTransport(options, shortTimes);
const servers: WinrmServer[] = [];

async function serve(given: Partial<WinrmServerOptions> = {}): Promise<WinrmServer> {
  const server = await WinrmServer.start({ program: echoing, ...given });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await expect.poll(() => server.connections).toBe(0);
    await server.stop();
  }
});

/** What the person reads; never more than that nothing came about, and never the password. */
async function refused(host: Parameters<typeof start>[0], transport = winrmTransport(options, shortTimes)) {
  const refusal = await refusalOf(transport.start(host, running('exit'), signal()));
  expect(refusal).toBeInstanceOf(UnreachableError);
  expect(refusal.message).toMatch(/^EX01: /);
  expect(refusal.message).not.toContain(ann.password);
  return refusal.message;
}

describe('no line by WinRM comes about, and it is said why', () => {
  test('a wrong password is tried once', async () => {
    const server = await serve();
    const wrong = winrmTransport(optionsWith({ credential: async () => new Secret('guess') }), shortTimes);
    const message = await refused(server.host(), wrong);
    expect(message).toMatch(/did not let CORP\\ann in by negotiate \(HTTP status 401; it offers Negotiate\)/);
    expect(message).toMatch(/password, a locked or disabled account, .*domain/);
    expect(message).not.toContain('guess');
    expect([server.logins, server.shells.counts]).toEqual([0, {}]);
  });

  test('another way to log in than the host offers', async () => {
    const server = await serve({ offers: ['Basic'] });
    expect(await refused(server.host())).toMatch(/offers no login by negotiate: it offers Basic/);
  });

  test('a name that DNS does not know, a port where nothing listens', async () => {
    const server = await serve();
    expect(await refused(server.host({ address: 'no-such-host.invalid' }))).toMatch(
      /\((ENOTFOUND|EAI_AGAIN)\)\. .*DNS/,
    );
    expect(await refused(server.host({ port: 1 }))).toMatch(
      /ECONNREFUSED\)\. Nothing listens there: run `winrm enumerate winrm\/config\/listener`/,
    );
  });

  test('something that listens and is no WinRM service', async () => {
    const tcp = createServer((socket) =>
      socket.on('error', () => {}).end('HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n'),
    );
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    expect(await refused((await serve()).host({ port }))).toMatch(/HTTP status 404 in place of a challenge/);
    tcp.close();
  });

  test('a host that takes the connection and says nothing: the deadline says how far it got', async () => {
    const tcp = createServer((socket) => void socket.on('error', () => {}));
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const hasty = winrmTransport({ ...options, connectSeconds: 0.3 }, shortTimes);
    expect(await refused((await serve()).host({ port }), hasty)).toMatch(
      /no PowerShell within 0\.3 s; it got as far as logging in at 127\.0\.0\.1/,
    );
    tcp.close();
  });

  test('a start that is cancelled leaves no connection', async () => {
    const server = await serve({ accident: () => ({ kind: 'fault', code: 2150859173 }) });
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 200);
    const refusal = await refusalOf(start(server.host(), running('exit'), cancel.signal));
    expect(refusal).toBeInstanceOf(UnreachableError);
    await expect.poll(() => server.connections).toBe(0);
  });

  test('a password that the inventory does not have', async () => {
    const host = (await serve()).host();
    const { password: _, ...transport } = host.transport as { password?: unknown };
    const refusal = await refusalOf(
      start({ ...host, transport: transport as never }, running('exit'), signal()),
    );
    expect(refusal).toBeInstanceOf(UsageError);
  });
});

describe.skipIf(opensslMissing)(`TLS is verified${because(opensslMissing)}`, () => {
  test('a certificate that nobody here knows is refused before anything is sent', async () => {
    const server = await serve({ certificate: makeCertificate() });
    const other = makeCertificate();
    expect(await refused(server.host({ ca: other.file }))).toMatch(
      /no TLS with 127\.0\.0\.1:\d+ \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .*set ca .*or fingerprint.* Nothing was sent/,
    );
    expect(server.logins).toBe(0);
  });

  test('a certificate for another name is refused', async () => {
    const certificate = makeCertificate({ names: ['DNS:other.example'] });
    const server = await serve({ certificate });
    expect(await refused(server.host())).toMatch(
      /ERR_TLS_CERT_ALTNAME_INVALID\)\. Its certificate is for another name/,
    );
  });

  test('a pinned certificate counts whoever signed it and whatever name it has; another one is refused', async () => {
    const certificate = makeCertificate({ names: ['DNS:other.example'] });
    const server = await serve({ certificate });
    const { ca, ...bare } = server.host().transport as { ca?: string };
    const pinned = (fingerprint: string) => ({
      ...server.host(),
      transport: { ...bare, fingerprint } as never,
    });
    const line = await start(pinned(fingerprintOf(certificate.der)), running('exit'), signal());
    expect((await exchange(line, Buffer.from('x'))).out.toString()).toBe('x');
    expect(await refused(pinned(`SHA256:${'00'.repeat(32)}`))).toMatch(
      /shows a certificate with the fingerprint SHA256:[0-9a-f]{64}; the inventory pins SHA256:0{64}\. Nothing was sent/,
    );
    expect(ca).toBeDefined();
  });

  test('a login that is bound to another channel than the host sees is refused', async () => {
    // The host believes to have another certificate than the one that is shown: what it would see behind somebody who ends TLS.
    const shown = makeCertificate();
    const server = await serve({ certificate: { ...shown, der: makeCertificate().der }, isStrict: true });
    expect(await refused(server.host())).toMatch(
      /demands channel binding \(CbtHardeningLevel\), nothing between may end TLS/,
    );
  });

  test('a file that holds no certificate is told as such', async () => {
    const certificate = makeCertificate();
    const server = await serve({ certificate });
    const refusal = await refusalOf(
      start(server.host({ ca: certificate.keyFile }), running('exit'), signal()),
    );
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(/holds no certificate \(PEM\)/);
  });
});
