/** WinRM through PowerShell's own remoting. Windows' WS-Management is nowhere here: the session is in another PowerShell of this machine. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UnreachableError, UsageError } from '../../src/model/errors.ts';
import type { Host, WinrmTransport } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import { scriptHashes } from '../../src/powershell/index.ts';
import { bridgeScript } from '../../src/transports/bridge/bridge-script.ts';
import { bridgeTransport } from '../../src/transports/bridge/index.ts';
import { createTransports, type TransportOptions } from '../../src/transports/index.ts';
import { exchange, hostWith, optionsWith, refusalOf, running, signal } from './hosts.ts';
import { because, pwshMissing } from './powershell.ts';

const PLANTED = 'Pl4nted-Wörd-\'"-2020-01-01T00:00:00';
const fakeOpen = fileURLToPath(new URL('../fakes/bridge/open.ps1', import.meta.url));
const options = optionsWith({ credential: async () => new Secret(PLANTED), connectSeconds: 60 });
const password = { from: 'env', name: 'P' } as const;

function bridged(settings: Partial<WinrmTransport> = {}): Host {
  return hostWith({
    type: 'winrm',
    address: 'fs01.corp.example',
    port: 5986,
    https: true,
    auth: 'kerberos',
    user: '',
    via: [],
    executable: 'pwsh',
    native: false,
    ...settings,
  });
}

/** What stands in for this machine's PowerShell where only its streams and its command line matter. */
function double(script: string, more: Partial<TransportOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'setright-bridge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const executable = join(folder, 'powershell-double');
  writeFileSync(executable, `#!/bin/sh\n${script}\n`);
  chmodSync(executable, 0o755);
  return {
    folder,
    start: bridgeTransport({ ...options, ...more }, { platform: 'win32', executable, script: bridgeScript() })
      .start,
  };
}

describe('native: false', () => {
  test('is refused where this machine is no Windows, with the way out', async () => {
    const { winrm } = createTransports(options);
    const refusal = await refusalOf(winrm.start(bridged(), running('exit'), signal()));
    expect(refusal).toBeInstanceOf(process.platform === 'win32' ? UnreachableError : UsageError);
    expect(refusal.message).toMatch(/native: false/);
  });

  test('fits into a command line', () => {
    const encoded = Buffer.from(bridgeScript(), 'utf16le').toString('base64');
    expect(encoded.length).toBeLessThan(30_000);
    expect(bridgeScript()).not.toMatch(/[^\n\x20-\x7e]/);
  });

  test('what it runs on the host is what is published', () => {
    const sent = /@'\n(.*?)\n'@/s.exec(bridgeScript())?.[1] ?? '';
    expect(createHash('sha256').update(sent).digest('hex')).toBe(scriptHashes().bridge);
    expect(sent).toContain('Diagnostics.Process');
  });

  test('the password goes over stdin, in ASCII, and is on no command line', async () => {
    const { folder, start } = double(
      'echo "$@" > "$0.words"; read -r line; printf "%s" "$line" > "$0.stdin"; echo "<<setright-bridge>>open"; cat',
    );
    const line = await start(bridged({ user: 'CORP\\ann', password }), running('exit'), signal());
    expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
    const [words, stdin] = ['words', 'stdin'].map((name) =>
      readFileSync(join(folder, `powershell-double.${name}`), 'utf8'),
    );
    expect(words).toMatch(
      /^-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand [A-Za-z0-9+/=]+\n$/,
    );
    const sent = Buffer.from(words?.split(' ').at(-1) ?? '', 'base64').toString('utf16le');
    expect(sent + words).not.toMatch(/Pl4nted|fs01|ann/);
    expect(JSON.parse(stdin ?? '')).toMatchObject({
      address: '=fs01.corp.example',
      port: 5986,
      https: true,
      auth: '=Kerberos',
      password: `=${PLANTED}`,
    });
    expect(stdin).toMatch(/^[\x20-\x7e]*$/);
  });

  test.each([
    [
      'what PowerShell says of a session that was refused',
      'read -r l; printf "<<setright-bridge>>refused Zugriff verweigert \\033[31m\\n"; exit 40',
      /opened no session to fs01\.corp\.example:5986: Zugriff verweigert (?!.*\u001b)/,
    ],
    ['a PowerShell that ends without a word', 'exit 1', /opened no session to fs01\.corp\.example:5986/],
    ['a profile that speaks first', 'echo Welcome; cat', /opened no session/],
  ])('tells %s', async (_, script, words) => {
    const refusal = await refusalOf(
      double(script).start(bridged({ user: 'ann', password }), running('exit'), signal()),
    );
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(words);
    expect(refusal.message).toMatch(/Test-WSMan fs01\.corp\.example -Port 5986/);
    expect(refusal.message).not.toContain('Pl4nted');
  });

  test('the connect deadline ends what never opens', async () => {
    const { start } = double('exec cat > /dev/null', { connectSeconds: 5 });
    expect((await refusalOf(start(bridged(), [], signal()))).message).toMatch(
      /opened no session to .* within 5 s/,
    );
  });
});

describe.skipIf(pwshMissing)(`a line through a session${because(pwshMissing)}`, () => {
  const controller = { platform: 'win32', executable: 'pwsh', script: bridgeScript(fakeOpen) } as const;
  const { start } = bridgeTransport(options, controller);
  const echo =
    '$o=[Console]::OpenStandardOutput();[Console]::OpenStandardInput().CopyTo($o);$o.Flush();[Console]::Error.Write("end seen");exit 7';

  test('2 MB of ASCII there and back, stderr apart, and the exit code of the PowerShell on the host', async () => {
    const line = await start(bridged(), running(echo), signal());
    const input = Buffer.from(
      Array.from({ length: 40_000 }, (_each, at) => `${at} ${'x'.repeat(45)}\n`).join(''),
    );
    const { out, error, end } = await exchange(line, input);
    expect(out.equals(input)).toBe(true);
    expect([error, end.exitCode]).toEqual(['end seen', 7]);
  }, 120_000);

  test('a question is answered while stdin stays open', async () => {
    const ask =
      '$r=[Console]::In;while($null -ne ($l=$r.ReadLine())){[Console]::Out.WriteLine("got $l")};exit 3';
    const line = await start(bridged(), running(ask), signal());
    for (const word of ['one', 'two', 'three']) {
      line.stdin.write(`${word}\n`);
      const [chunk] = await new Promise<[Buffer]>((resolve) =>
        line.stdout.once('data', (data: Buffer) => resolve([data])),
      );
      expect(chunk.toString().trim()).toBe(`got ${word}`);
    }
    line.stdin.end();
    expect((await line.ended).exitCode).toBe(3);
  }, 120_000);

  test('what speaks beyond ASCII is noise in UTF-8, in its order', async () => {
    const speak =
      '[Console]::OutputEncoding=[Text.Encoding]::UTF8;foreach($n in 1..2000){[Console]::Out.WriteLine("$n ü €")};exit 0';
    const line = await start(bridged(), running(speak), signal());
    const { out, end } = await exchange(line, Buffer.alloc(0));
    const expected = Array.from({ length: 2000 }, (_each, at) => `${at + 1} ü €\n`).join('');
    expect([out.toString().replaceAll('\r', ''), end.exitCode]).toEqual([expected, 0]);
  }, 120_000);

  test('a program that the host has not is told, and the session ends', async () => {
    const line = await start(bridged({ executable: 'no-such-powershell' }), running('exit'), signal());
    const { error, end } = await exchange(line, Buffer.from('x\n'));
    expect([end.exitCode, error]).toEqual([41, expect.stringContaining('no-such-powershell')]);
  }, 120_000);

  test.skipIf(process.platform === 'win32').each([
    ['as who we are', {}],
    ['with an account', { user: 'CORP\\ann', password, auth: 'negotiate' }],
  ] as const)(
    'what opens it over WS-Management runs up to the client that only Windows has: %s',
    async (_, who) => {
      const { start: own } = bridgeTransport(options, { ...controller, script: bridgeScript() });
      const refusal = await refusalOf(own(bridged(who), running('exit'), signal()));
      expect(refusal.message).toMatch(/:5986: (?:(?!Try `).)*(libpsrpclient|WsmSvc|WSMan client)/);
      expect(refusal.message).not.toContain('Pl4nted');
    },
    120_000,
  );
});
