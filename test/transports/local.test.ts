import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import { localTransport } from '../../src/transports/local.ts';
import { anyBytes, echo, exchange, hostWith, optionsWith, refusalOf, running, signal } from './hosts.ts';
import { because, pwshMissing } from './powershell.ts';

const { start } = localTransport(optionsWith());
const local = (executable: string) => hostWith({ type: 'local', executable });
const onWindows = process.platform === 'win32';

/** A program that stands in for PowerShell where only the process matters. */
function double(script: string): { program: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'setright-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'powershell-double');
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { program, folder };
}

describe.skipIf(onWindows)('node-powershell holds the process and nothing else', () => {
  test('the arguments are ours alone: no -NoLogo, no -NoExit, no -Command', async () => {
    const { program } = double('printf "%s\\n" "$@"');
    const line = await start(local(program), running('exit'), signal());
    const { out } = await exchange(line, Buffer.alloc(0));
    expect(out.toString().trim().split('\n')).toEqual(running('exit'));
  });

  test('NODE_POWERSHELL does not overrule the inventory', async () => {
    const { program } = double('echo ours');
    process.env.NODE_POWERSHELL = '/bin/false';
    try {
      const line = await start(local(program), [], signal());
      expect((await exchange(line, Buffer.alloc(0))).out.toString()).toBe('ours\n');
    } finally {
      delete process.env.NODE_POWERSHELL;
    }
  });

  test('no byte of stdout or stderr is eaten or decoded, however late somebody reads', async () => {
    const { program } = double('cat; printf "one\\377two" >&2; exit 9');
    const line = await start(local(program), [], signal());
    await new Promise((resolve) => setTimeout(resolve, 100));
    const chunks: Buffer[] = [];
    line.stderr.on('data', (chunk) => chunks.push(chunk));
    const input = anyBytes(1_000_000);
    line.stdin.end(input);
    const out: Buffer[] = [];
    for await (const chunk of line.stdout) out.push(chunk);
    expect(Buffer.concat(out).equals(input)).toBe(true);
    expect(await line.ended).toEqual({ exitCode: 9, why: 'exit code 9' });
    expect(Buffer.concat(chunks)).toEqual(Buffer.from('one\xfftwo', 'latin1'));
  });

  test('destroy ends its stdin and leaves it alive to undo', async () => {
    const { program, folder } = double('cat > /dev/null; sleep 0.3; echo undone > "$0.log"');
    const line = await start(local(program), [], signal());
    line.stdin.write('half');
    line.destroy();
    expect((await line.ended).exitCode).toBeUndefined();
    const log = () => readFile(join(folder, 'powershell-double.log'), 'utf8').catch(() => '');
    await expect.poll(log, { timeout: 5000 }).toBe('undone\n');
  });

  test('it is out of reach of a Ctrl-C in our terminal: it leads a process group of its own', async () => {
    const { program } = double('ps -o pgid= -p $$ | tr -d " "; echo $$');
    const line = await start(local(program), [], signal());
    const [group, id] = (await exchange(line, Buffer.alloc(0))).out.toString().split('\n');
    expect(group).toBe(id);
  });

  test('a program that is missing is the failure of that host alone', async () => {
    const refusal = await refusalOf(start(local('/nowhere/powershell.exe'), [], signal()));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(
      /^EX01: \/nowhere\/powershell\.exe could not be started: there is no such program\. Check/,
    );
    const { program } = double('cat');
    const line = await start(local(program), [], signal());
    expect((await exchange(line, Buffer.from('goes on'))).out.toString()).toBe('goes on');
  });

  test('what is no program is told as that', async () => {
    const { folder } = double('');
    const text = join(folder, 'text');
    writeFileSync(text, 'no program', { mode: 0o644 });
    for (const what of [folder, text])
      expect((await refusalOf(start(local(what), [], signal()))).message).toMatch(
        /could not be started: it is a folder, or a file that may not be run\. Check/,
      );
  });

  test('a start that was cancelled starts nothing', async () => {
    const { program, folder } = double('echo ran > "$0.log"');
    const refusal = await refusalOf(start(local(program), [], AbortSignal.abort()));
    expect(refusal.message).toMatch(/cancelled/);
    await expect(readFile(join(folder, 'powershell-double.log'))).rejects.toThrow();
  });
});

describe.skipIf(pwshMissing !== undefined)(
  `a real PowerShell on this machine${because(pwshMissing)}`,
  { timeout: 120_000 },
  () => {
    test('2 MB of stdin come back byte for byte, and the end of stdin is seen', async () => {
      const input = anyBytes(2_000_000);
      const line = await start(local('pwsh'), running(echo), signal());
      const { out, error, end } = await exchange(line, input);
      expect(out.equals(input)).toBe(true);
      expect([error, end.exitCode]).toEqual(['end seen', 0]);
    });
  },
);
