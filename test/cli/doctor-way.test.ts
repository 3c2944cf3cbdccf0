/** What the doctor says of the way to a WinRM host: proxies, certificates, servers that are none. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/diagnosis.ts';
import { because } from '../transports/powershell.ts';
import { startScriptedServer } from '../transports/ssh/scripted-server.ts';
import { startTinyproxy, tinyproxyMissing } from '../transports/tinyproxy.ts';
import { makeCertificate, opensslMissing } from '../transports/winrm/certificates.ts';
import { Desk } from './desk.ts';
import { diagnosed, host, lab, stopLater } from './doctor-lab.ts';

const names = (checks: readonly Check[]) => checks.map(({ check }) => check);
const winrm = (port: number, more = '') =>
  `type: winrm, port: ${port}, user: a, password: { env: PASSWORD }, https: false${more}`;

async function deskWith(transport: string): Promise<Desk> {
  const desk = await Desk.open({});
  desk.environment.PASSWORD = 'geheim';
  await host(desk, transport);
  return desk;
}

describe.skipIf(tinyproxyMissing)(`behind tinyproxy${because(tinyproxyMissing)}`, () => {
  it('looks at the proxy first, and goes the whole way through it', async () => {
    const proxy = stopLater(await startTinyproxy());
    const { desk } = await lab({}, `, proxy: { address: 127.0.0.1, port: ${proxy.port} }`);
    const { checks, named, verdict } = await diagnosed(desk);
    expect(names(checks).slice(0, 5)).toEqual(['name', 'tcp', 'proxy', 'service', 'login']);
    expect(named('tcp')?.found).toContain(`127.0.0.1:${proxy.port} answers`);
    expect(named('proxy')?.found).toMatch(/passes connections on to 127\.0\.0\.1:\d+/);
    expect(verdict).toBe('good');
  });

  it('tells what a proxy refuses, and nobody logs in at the host', async () => {
    const proxy = stopLater(await startTinyproxy('ConnectPort 443'));
    const { desk, server } = await lab({}, `, proxy: { address: 127.0.0.1, port: ${proxy.port} }`);
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({
      check: 'proxy',
      status: 'bad',
      found: expect.stringMatching(/403.*rules do not allow/),
    });
    expect([server.logins, exitCode]).toEqual([0, 5]);
  });
});

describe('the way to a WinRM host', () => {
  it('tells a dead proxy, with nothing to run on the host', async () => {
    const { desk } = await lab({}, ', proxy: { address: 127.0.0.1, port: 1 }');
    const { last, checks } = await diagnosed(desk);
    expect(names(checks)).toEqual(['name', 'tcp']);
    expect(last).toMatchObject({ status: 'bad', fix: '', found: 'nothing listens at 127.0.0.1:1' });
  });

  it('says that HTTPS_PROXY is set and not read where nothing is reached', async () => {
    const desk = await deskWith(winrm(1));
    desk.environment.HTTPS_PROXY = 'http://proxy.example:3128';
    const { last } = await diagnosed(desk);
    expect(last).toMatchObject({
      check: 'tcp',
      next: expect.stringMatching(/HTTPS_PROXY is set here and not read/),
    });
    expect(JSON.stringify(last)).not.toContain('proxy.example');
  });

  it('tells another server from WinRM', async () => {
    const web = createHttp((_, answer) => void answer.writeHead(404).end('not here')).listen(0, '127.0.0.1');
    stopLater({ stop: async () => void web.close() });
    await new Promise((resolve) => web.once('listening', resolve));
    const { last } = await diagnosed(await deskWith(winrm((web.address() as AddressInfo).port)));
    expect(last).toMatchObject({ check: 'service', status: 'bad', found: expect.stringMatching(/404/) });
  });

  it.skipIf(process.platform === 'win32')(
    "leaves the rest to PowerShell where native: false says so, which is Windows' own",
    async () => {
      const open = createServer().listen(0, '127.0.0.1');
      stopLater({ stop: async () => void open.close() });
      await new Promise((resolve) => open.once('listening', resolve));
      const { last, checks } = await diagnosed(
        await deskWith(winrm((open.address() as AddressInfo).port, ', native: false')),
      );
      expect(names(checks)).toEqual(['name', 'tcp', 'login']);
      expect(last).toMatchObject({
        status: 'bad',
        found: expect.stringMatching(/native: false needs Setright on Windows/),
      });
    },
  );

  it('tells a server that hangs up', async () => {
    const mute = createServer((socket) => void socket.on('error', () => {}).destroy()).listen(0, '127.0.0.1');
    stopLater({ stop: async () => void mute.close() });
    await new Promise((resolve) => mute.once('listening', resolve));
    const { last } = await diagnosed(await deskWith(winrm((mute.address() as AddressInfo).port)));
    expect(last).toMatchObject({ check: 'service', status: 'bad' });
  });

  it.skipIf(opensslMissing)(
    `tells a certificate that nobody vouches for, and another than the pinned one${because(opensslMissing)}`,
    async () => {
      const certificate = makeCertificate();
      const unknown = await diagnosed((await lab({ certificate })).desk);
      expect(unknown.last).toMatchObject({
        check: 'tls',
        status: 'bad',
        found: expect.stringMatching(/signs itself.*signed by itself, valid to/),
      });
      const pinned = await lab({ certificate }, `, fingerprint: '${'0'.repeat(64)}'`);
      const { last } = await diagnosed(pinned.desk);
      expect(last.found).toMatch(/the inventory pins SHA256:0{64}/);
      expect(pinned.server.logins).toBe(0);
    },
  );

  it('tells a host key that has changed', async () => {
    const [server, before] = [await startScriptedServer(), await startScriptedServer()];
    const desk = await Desk.open({});
    desk.environment.PASSWORD = 'geheim';
    const known = (await readFile(before.knownHosts, 'utf8')).replace(
      String(before.port),
      String(server.port),
    );
    await writeFile(desk.path('known_hosts'), known);
    await host(desk, `port: ${server.port}, user: ann, password: { env: PASSWORD }, knownHosts: known_hosts`);
    const { last } = await diagnosed(desk);
    await Promise.all([server.close(), before.close()]);
    expect(last).toMatchObject({
      check: 'host-key',
      status: 'bad',
      found: expect.stringMatching(/which is changed to/),
    });
    expect(last.next).toContain('somebody may be between');
  });
});
