/** WinRM through real SSH jump hosts: http, sealed, and https, whose TLS goes through to the host itself. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { HostKeyRefusedError, scanHostKey } from '../../../src/transports/ssh/index.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { anyBytes, exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { type Sshd, sshdMissing, startSshd } from '../sshd.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password) });
const { start } = winrmTransport(options, shortTimes);

describe.skipIf(sshdMissing)(`a WinRM host behind a jump host${because(sshdMissing)}`, () => {
  let bastion: Sshd;
  let server: WinrmServer;

  beforeAll(async () => {
    bastion = await startSshd();
  });
  afterAll(() => bastion.stop());
  afterEach(async () => {
    await expect.poll(() => server.connections).toBe(0);
    await server.stop();
  });

  async function behind(given: Partial<WinrmServerOptions> = {}, knownHosts = bastion.knownHosts) {
    server = await WinrmServer.start({ program: echoing, ...given });
    const { port, user, keyFile } = bastion;
    const via = [{ address: '127.0.0.1', port, user, keyFile, agent: false }];
    return server.host({ via, knownHosts });
  }

  test('http: every byte goes through, both ways', async () => {
    const input = anyBytes(600_000);
    const line = await start(await behind(), running('exit'), signal());
    const { out, end } = await exchange(line, input);
    expect([out.equals(input), end.exitCode]).toEqual([true, 0]);
    expect([server.logins, server.shells.open, server.plain]).toEqual([2, 0, 0]);
  });

  test.skipIf(opensslMissing)(
    `https: the certificate is the host's own${because(opensslMissing)}`,
    async () => {
      const host = await behind({ certificate: makeCertificate(), isStrict: true });
      const line = await start(host, running('exit'), signal());
      expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
      expect(line.hostKey).toMatch(/^SHA256:[0-9a-f]{64}$/);
    },
  );

  test('a line that breaks goes on through a connection of the same jump host', async () => {
    const line = await start(await behind(), running('exit'), signal());
    line.stdin.write('before\n');
    await expect.poll(() => server.shells.pieces.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.dropAll();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { out, end } = await exchange(line, Buffer.from('after\n'));
    expect([out.toString(), end.exitCode]).toEqual(['before\nafter\n', 0]);
    expect(server.logins).toBe(4);
  });

  test('a jump host that is not known is refused, and can be looked at to be trusted', async () => {
    const host = await behind({}, join(bastion.folder, 'nothing-known'));
    const refusal = await refusalOf(start(host, running('exit'), signal()));
    expect(refusal).toBeInstanceOf(HostKeyRefusedError);
    expect(refusal.message).toContain('setright hosts trust EX01');
    expect(await scanHostKey(host, options, signal())).toMatchObject({ standing: 'unknown' });
    const known = { ...host, transport: { ...host.transport, knownHosts: bastion.knownHosts } as never };
    expect(await scanHostKey(known, options, signal())).toMatchObject({ standing: 'known' });
    expect(server.logins).toBe(0);
  });

  test('a host that the jump host does not reach is told in its words', async () => {
    const host = await behind();
    const elsewhere = { ...host, transport: { ...host.transport, port: 1 } as never };
    const refusal = await refusalOf(start(elsewhere, running('exit'), signal()));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(/did not pass the connection on to 127\.0\.0\.1:1/);
  });
});
