import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL } from '../../src/model/line.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';

const PATIENCE_MS = 60_000;

/** The bytes of one session: sends lines, keeps every line that came back. */
export interface LineClient {
  readonly sent: readonly string[];
  /** Everything heard on stdout, line by line. */
  readonly heard: readonly string[];
  send(line: string): void;
  /** Resolves with the next frame that is no progress, or undefined when the process ends instead. */
  answer(): Promise<string | undefined>;
  closeStdin(): void;
  destroy(): void;
  ended(): Promise<number | undefined>;
}

/** What a frame starts and ends with under this nonce. */
export const frameOf = (nonce: string, line: string): string | undefined => {
  const [start, end] = [`<<${PROTOCOL}:${nonce}>>`, `<<${nonce}>>`];
  return line.startsWith(start) && line.endsWith(end) ? line.slice(start.length, -end.length) : undefined;
};

export function talkTo(host: PowerShellProcess, nonce: string, prelude: string): LineClient {
  const sent: string[] = [];
  const heard: string[] = [];
  let [rest, errors, taken] = ['', '', 0];
  let wake = (): void => {};
  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  host.stdout.setEncoding('utf8');
  host.stdout.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    heard.push(...lines.map((line) => line.replace(/\r$/, '')));
    wake();
  });
  host.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let over = false;
  const outputEnded = new Promise<void>((resolve) => host.stdout.once('close', resolve).once('end', resolve));
  const ended = host.ended.then(async ({ exitCode }) => {
    await outputEnded;
    over = true;
    wake();
    return exitCode;
  });
  if (!host.stdin.destroyed) host.stdin.write(prelude);

  const within = async <Result>(what: string, promise: Promise<Result>): Promise<Result> => {
    const late = new AbortController();
    try {
      return await Promise.race([
        promise,
        sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
          throw new Error(`${what} in ${PATIENCE_MS} ms; heard ${heard.at(-1)?.slice(0, 500)}; ${errors}`);
        }),
      ]);
    } finally {
      late.abort();
    }
  };

  const nextFrame = async (): Promise<string | undefined> => {
    for (;;) {
      while (taken < heard.length) {
        const frame = frameOf(nonce, heard[taken] ?? '');
        taken += 1;
        if (frame !== undefined && !frame.includes('"progress":{')) return frame;
      }
      if (over) return undefined;
      await woken();
    }
  };

  return {
    sent,
    heard,
    send(line) {
      sent.push(line);
      host.stdin.write(`${line}\n`);
    },
    answer: () => within(`no answer to ${sent.at(-1)?.slice(0, 200)}`, nextFrame()),
    closeStdin: () => host.stdin.end(),
    destroy: () => host.destroy(),
    ended: () => within('the process did not end', ended),
  };
}
