import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mark, requestLine } from '../../src/model/line.ts';
import { FrameReader, type LineItem, prelude } from '../../src/powershell/index.ts';
import { baseHost } from '../conformance/base-host.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const nonce = '0123456789abcdef'.repeat(2);
const speaker = { version: '0.1.0', controller: 'c', person: 'p' };

/** A hello of exactly this many bytes, its line end included. */
function helloOf(bytes: number, n: number): string {
  const bare = `${requestLine(n, 'hello', { speaker, about: [], echo: '' })}\n`;
  return `${requestLine(n, 'hello', { speaker, about: [], echo: 'x'.repeat(bytes - bare.length) })}\n`;
}

describe.skipIf(pwshMissing)(`a real PowerShell's stdin${because(pwshMissing)}`, () => {
  it('is answered whatever pieces it comes in: with the prelude, or just as large as a buffer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'setright-stdin-'));
    const file = join(folder, 'host.json');
    await writeFile(file, JSON.stringify(mark(baseHost())));
    const runtime = fakeRuntime();
    const shell = startFakeWindows(file, runtime);
    const reader = new FrameReader(nonce);
    const answers: LineItem[] = [];
    const answered = (count: number) =>
      new Promise<void>((resolve) => {
        const look = (chunk?: Buffer) => {
          if (chunk) answers.push(...reader.push(chunk));
          if (answers.length >= count) resolve();
          else shell.stdout.once('data', look);
        };
        look();
      });
    // The prelude is padded by what follows it: together they end on the boundary of every usual buffer.
    const head = prelude(nonce, runtime);
    const rest = 65_536 * 3 - (head.length % 65_536);
    shell.stdin.write(head + helloOf(rest, 1));
    await answered(1);
    for (const [index, size] of [1024, 4096, 8192, 65_536].entries()) {
      shell.stdin.write(helloOf(size, index + 2));
      await answered(index + 2);
    }
    expect(answers.every((item) => item.kind === 'frame' && 'reply' in item.frame)).toBe(true);
    // A byte at a time, then three in one piece, the one in the middle no request at all.
    for (const byte of Buffer.from(helloOf(200, 6))) shell.stdin.write(Buffer.from([byte]));
    await answered(6);
    shell.stdin.write(`${helloOf(200, 7)}{"n":8,\n${helloOf(200, 9)}`);
    await answered(8);
    expect(answers.slice(5)).toMatchObject([
      { frame: { n: 6, reply: {} } },
      { frame: { n: 7, reply: {} } },
      { frame: { n: 0, error: { code: 'malformed' } } },
    ]);
    await answered(9);
    expect(answers[8]).toMatchObject({ frame: { n: 9, reply: {} } });
    shell.stdin.end();
    expect((await shell.ended).exitCode).toBe(5);
    await rm(folder, { recursive: true });
  });
});
