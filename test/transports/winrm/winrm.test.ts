import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { anyBytes, echo, exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { because, pwshMissing } from '../powershell.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { echoing, played, realProgram } from './programs.ts';
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
    expect(server.plain).toBe(0);
    await server.stop();
  }
});

describe('a line over WinRM', () => {
  test('every byte goes through, both ways; the end of stdin, stderr and the exit code too', async () => {
    const server = await serve();
    const input = anyBytes(1_000_000);
    const line = await start(server.host(), running('exit'), signal());
    const { out, error, end } = await exchange(line, input);
    expect(out.equals(input)).toBe(true);
    expect([error, end]).toEqual(['end seen', { exitCode: 0, why: 'exit code 0' }]);
    expect(line.hostKey).toBe('');
  });

  test('is one shell with one command, over two connections with a login each, and leaves nothing', async () => {
    const server = await serve();
    const line = await start(server.host(), running('exit'), signal());
    await exchange(line, Buffer.from('hello\n'));
    const { Create, Command, Signal, Delete, Get } = server.shells.counts;
    expect([Create, Command, Signal, Delete, Get, server.logins]).toEqual([1, 1, 1, 1, 1, 2]);
    expect([server.shells.open, server.shells.killed]).toEqual([0, 0]);
    expect(server.shells.commandLines).toEqual([`pwsh ${running('exit').join(' ')}`]);
    await expect.poll(() => server.connections).toBe(0);
  });

  test('asks for a pipe as stdin, for UTF-8, and for a shell that outlives lease and undo', async () => {
    const server = await serve();
    await exchange(await start(server.host(), running('exit'), signal()), Buffer.alloc(0));
    const said = server.shells.messages.join('\n');
    expect(said).toContain('<w:Option Name="WINRS_CONSOLEMODE_STDIN">FALSE</w:Option>');
    expect(said).toContain('<w:Option Name="WINRS_CODEPAGE">65001</w:Option>');
    expect(said).toContain('<rsp:IdleTimeOut>PT7200S</rsp:IdleTimeOut>');
  });

  test.each([
    [500, 512_000, 370_000],
    [150, 153_600, 110_000],
    ['a default of 150', 153_600, 110_000],
  ])('stdin is split so that each message fits into %s KB', async (said, most, least) => {
    const server = await serve({ envelopeKilobytes: typeof said === 'number' ? said : undefined });
    const input = anyBytes(800_000);
    const { out } = await exchange(await start(server.host(), running('exit'), signal()), input);
    expect(out.equals(input)).toBe(true);
    const sends = server.shells.messages.filter((text) => text.includes('shell/Send<'));
    expect(Math.max(...sends.map((text) => text.length))).toBeLessThan(most);
    expect(Math.max(...server.shells.pieces)).toBeGreaterThan(least);
  });

  test('what many small writes send while a message is under way goes together in the next', async () => {
    const server = await serve();
    const line = await start(server.host(), running('exit'), signal());
    for (let at = 0; at < 200; at += 1) line.stdin.write(`line ${at}\n`);
    const { out } = await exchange(line, Buffer.alloc(0));
    expect(out.toString().split('\n')).toHaveLength(201);
    expect(server.shells.pieces.length).toBeLessThan(20);
  });

  test('a command that is silent for long is waited for', async () => {
    const program = async () =>
      played((_, { stdout, end }) => {
        setTimeout(() => stdout.write('at last\n'), 1_500);
        setTimeout(() => end(3), 1_600);
      });
    const server = await serve({ program, mostSeconds: 0.2 });
    const line = await start(server.host(), running('exit'), signal());
    const { out, end } = await exchange(line, Buffer.alloc(0));
    expect([out.toString(), end.exitCode]).toEqual(['at last\n', 3]);
    expect(server.shells.counts.Receive).toBeGreaterThan(5);
  });

  test('a line that is dropped ends stdin; the shell goes when the command has ended, not before', async () => {
    let ended = 0;
    const program = async () =>
      played((stdin, { stdout, end }) => {
        stdin.resume().on('end', () => {
          stdout.write('undoing\n');
          setTimeout(() => {
            ended = performance.now();
            end(5);
          }, 500);
        });
      });
    const server = await serve({ program });
    const line = await start(server.host(), running('exit'), signal());
    line.stdin.write('begin\n');
    line.destroy();
    expect(await line.ended).toEqual({ exitCode: undefined, why: 'the line was closed by us' });
    await expect.poll(() => server.shells.counts.Delete, { timeout: 60_000 }).toBe(1);
    expect(ended).toBeGreaterThan(0);
    expect(server.shells.killed).toBe(0);
    await expect.poll(() => server.connections).toBe(0);
  });

  test('a line that is dropped and whose command does not end is let go, the command not killed', async () => {
    const hasty = winrmTransport(options, { ...shortTimes, leaveSeconds: 0.3 });
    const server = await serve({ program: async () => played(() => {}) });
    const line = await hasty.start(server.host(), running('exit'), signal());
    line.destroy();
    await expect.poll(() => server.connections).toBe(0);
    expect([server.shells.counts.Delete, server.shells.killed]).toEqual([undefined, 0]);
  });
});

describe.skipIf(opensslMissing)(`over https${because(opensslMissing)}`, () => {
  test.each([
    ['Negotiate, bound to the channel', {}],
    ['Basic', { offers: ['Basic'] as const }],
  ])('%s', async (_, more) => {
    const certificate = makeCertificate();
    const server = await serve({ certificate, isStrict: true, ...more });
    const auth = 'offers' in more ? ('basic' as const) : ('negotiate' as const);
    const input = anyBytes(300_000);
    const line = await start(server.host({ auth }), running('exit'), signal());
    const { out } = await exchange(line, input);
    expect(out.equals(input)).toBe(true);
    expect(line.hostKey).toMatch(/^SHA256:[0-9a-f]{64}$/);
  });
});

describe.skipIf(opensslMissing)(`by a client certificate${because(opensslMissing)}`, () => {
  const known = { key: ['RSA', '-aes256', '-pass', 'pass:hunter2', '-pkeyopt', 'rsa_keygen_bits:2048'] };

  test('a key with a passphrase opens, and its certificate lets us in; no password is asked for', async () => {
    const client = makeCertificate({ ...known, signing: ['-sha256', '-passin', 'pass:hunter2'] });
    const server = await serve({ certificate: makeCertificate(), client, offers: [] });
    const asked: unknown[] = [];
    const credential = async (reference: unknown) => {
      asked.push(reference);
      return new Secret('hunter2');
    };
    const passphrase = { from: 'env', name: 'PASSPHRASE' } as const;
    const mine = {
      auth: 'certificate',
      certificateFile: client.file,
      keyFile: client.keyFile,
      passphrase,
    } as const;
    const transport = winrmTransport({ ...options, credential }, shortTimes);
    const line = await transport.start(server.host(mine), running('exit'), signal());
    expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
    expect(asked).toEqual([passphrase]);
  });

  test('a passphrase that is wrong, or a key of another certificate, is told before anything is sent', async () => {
    const client = makeCertificate({ ...known, signing: ['-sha256', '-passin', 'pass:hunter2'] });
    const server = await serve({ certificate: makeCertificate(), client, offers: [] });
    const passphrase = { from: 'env', name: 'PASSPHRASE' } as const;
    const mine = { auth: 'certificate', certificateFile: client.file, keyFile: client.keyFile } as const;
    for (const host of [
      server.host({ ...mine, passphrase }),
      server.host(mine),
      server.host({ ...mine, keyFile: makeCertificate().keyFile }),
    ]) {
      const refusal = await refusalOf(start(host, running('exit'), signal()));
      expect(refusal).toBeInstanceOf(UsageError);
      expect(refusal.message).toMatch(/the key \S+ cannot be used: .*passphrase/);
      expect(refusal.message).not.toContain(ann.password);
    }
    expect(server.connections).toBe(0);
  });

  test('another certificate is refused with the place where the host maps them', async () => {
    const client = makeCertificate();
    const server = await serve({ certificate: makeCertificate(), client: makeCertificate(), offers: [] });
    const mine = { auth: 'certificate', certificateFile: client.file, keyFile: client.keyFile } as const;
    const refusal = await refusalOf(start(server.host(mine), running('exit'), signal()));
    expect(refusal.message).toMatch(/maps our certificate to no account \(HTTP status 401\).*certmapping/);
  });
});

describe.skipIf(pwshMissing)(`a real PowerShell behind WinRM${because(pwshMissing)}`, () => {
  test('2 MB of stdin come back byte for byte, and the end of stdin is seen', async () => {
    const server = await serve({ program: realProgram() });
    const input = anyBytes(2_000_000);
    const line = await start(server.host(), running(echo), signal());
    const { out, error, end } = await exchange(line, input);
    expect(out.equals(input)).toBe(true);
    expect([error, end.exitCode]).toEqual(['end seen', 0]);
  });
});
