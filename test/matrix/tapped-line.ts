import { PassThrough, Writable } from 'node:stream';
import type { PowerShellProcess, ProcessEnd } from '../../src/model/transport.ts';

/** A request as it passes by. `connection` counts from 1. */
export interface Passing {
  readonly connection: number;
  readonly verb: string;
}

/** What can be done to a line at a request: all of it is of the line, nothing of the host. */
export interface Tap {
  /** The line breaks here: what was about to pass does not. The host notices. */
  cut(): void;
  /** The answer to the present request is not delivered. */
  loseReply(): void;
  /** The answer to the present request as `change` makes it. */
  changeReply(change: (frame: string) => string): void;
  /** Nothing passes any more, either way, and the host does not notice that we drop the line. */
  stall(): void;
}

/** A line with somebody in it. `passing` is asked before a request goes on to the host. */
export function tapLine(
  inner: PowerShellProcess,
  passing: (verb: string, tap: Tap) => void,
): PowerShellProcess {
  const stdout = new PassThrough();
  let stalled = false;
  let change: ((frame: string) => string) | undefined;
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  inner.ended.then((end) => {
    if (stalled) return;
    stdout.end();
    resolve(end);
  });
  const tap: Tap = {
    cut() {
      stalled = true;
      inner.destroy();
      stdout.end();
      resolve({ exitCode: undefined, why: 'the line broke' });
    },
    loseReply() {
      change = () => '';
    },
    changeReply(how) {
      change = how;
    },
    stall() {
      stalled = true;
    },
  };
  const pass = (line: string): void => {
    const isAnswer = /^<<R1:\w+>>\{"n":\d+,"(?:reply|error)"/.test(line);
    if (stalled) return;
    const text = isAnswer && change ? change(line) : line;
    if (isAnswer) change = undefined;
    if (text !== '' && stdout.writable) stdout.write(text, 'latin1');
  };
  let held = '';
  inner.stdout.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1');
    const lines = held.split(/(?<=\n)/);
    held = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '') : '';
    for (const line of lines) pass(line);
  });
  const stdin = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const request = /^\{"n":\d+,"verb":"=(\w+)"/.exec(chunk.toString('latin1', 0, 60));
      if (request?.[1]) passing(request[1], tap);

      if (!stalled) inner.stdin.write(chunk);
      done();
    },
    final(done) {
      if (!stalled) inner.stdin.end();
      done();
    },
  });
  const destroy = (): void => {
    if (stalled) {
      stdout.end();
      resolve({ exitCode: undefined, why: 'the line was dropped' });
    } else inner.destroy();
  };
  return { stdin, stdout, stderr: inner.stderr, ended, hostKey: inner.hostKey, destroy };
}
