import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of somebody else that is asked line by line. */
export class AskedProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(program: string, words: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], env: environment });
    const { stdout } = this.#child;
    if (!stdout) throw new Error('no pipe');
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** One question at a time, in the order in which they came. */
  ask(line: string): Promise<string> {
    const answer = this.#last.then(async () => {
      this.say(line);
      const { value, done } = await this.#lines.next();
      if (done) throw new Error('the acceptor has ended');
      return value as string;
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  stop(): void {
    this.#child.kill();
  }
}
