/** The bridge on the Windows build of PowerShell (in Wine, say): its pipes, its processes, and its way to Windows' own client. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../src/model/host.ts';
import { bridgeScript } from '../../src/transports/bridge/bridge-script.ts';
import { bridgeTransport } from '../../src/transports/bridge/index.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';
import { exchange, hostWith, optionsWith, refusalOf, running, signal } from './hosts.ts';
import { because } from './powershell.ts';

const [program = '', ...more] = windowsPwsh;
const missing =
  program === '' || more.length > 0 ? 'needs SETRIGHT_WINDOWS_PWSH, one word that starts it' : undefined;
const fakeOpen = fileURLToPath(new URL('../fakes/bridge/open.ps1', import.meta.url));

const bridged = (executable: string): Host =>
  hostWith({
    type: 'winrm',
    address: 'fs01',
    port: 5985,
    https: false,
    auth: 'kerberos',
    user: '',
    via: [],
    executable,
    native: false,
  });

describe.skipIf(missing)(`the bridge on Windows' PowerShell${because(missing)}`, () => {
  const through = (script: string) =>
    bridgeTransport(optionsWith({ connectSeconds: 100 }), { platform: 'win32', executable: program, script });

  test('carries questions and answers, the end of stdin, and the exit code', async () => {
    const home = spawnSync(program, ['-NoProfile', '-Command', '$PSHOME'], {
      encoding: 'utf8',
    }).stdout.trim();
    const answer =
      '$r=[Console]::In;while($null -ne ($l=$r.ReadLine())){[Console]::Out.WriteLine("got "+$l.Length)};[Console]::Error.Write("end seen");exit 7';
    const line = await through(bridgeScript(fakeOpen)).start(
      bridged(`${home}\\pwsh.exe`),
      running(answer),
      signal(),
    );
    line.stdin.write('hello\n');
    const first = await new Promise<Buffer>((resolve) => line.stdout.once('data', resolve));
    expect(first.toString().trim()).toBe('got 5');
    const { out, error, end } = await exchange(line, Buffer.from(`${'x'.repeat(300_000)}\n`));
    expect([out.toString().trim(), error, end.exitCode]).toEqual(['got 300000', 'end seen', 7]);
  }, 240_000);

  test.skipIf(process.platform === 'win32')(
    "opens a session up to Windows' own client, which is not here",
    async () => {
      const refusal = await refusalOf(
        through(bridgeScript()).start(bridged('pwsh'), running('exit'), signal()),
      );
      expect(refusal.message).toMatch(/opened no session to fs01:5985: .*WsmSvc\.dll/);
    },
    240_000,
  );
});
