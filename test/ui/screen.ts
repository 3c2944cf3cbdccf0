import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import xterm from '@xterm/headless';
import { BINARY, type Desk } from '../cli/desk.ts';

const PROGRAM = '/usr/bin/script';

export const Key = {
  enter: '\r',
  down: '\u001b[B',
  space: ' ',
  ctrlC: '\u0003',
  backspace: '\u007f',
} as const;

/** Why no pseudo-terminal can be had here; undefined when it can. */
export const screenMissing: string | undefined =
  process.platform === 'linux' && existsSync(PROGRAM) ? undefined : `needs ${PROGRAM} (util-linux)`;

const COLUMNS = 80;
const ROWS = 24;
const PATIENCE_MS = 90_000;

/** Setright in a real pseudo-terminal of 80 by 24, its screen as a person sees it. */
export class Screen {
  readonly #terminal = new xterm.Terminal({
    cols: COLUMNS,
    rows: ROWS,
    scrollback: 2000,
    allowProposedApi: true,
  });
  readonly #child: ChildProcess;
  /** The bytes as they came, escape sequences and all. */
  raw = '';
  readonly ended: Promise<number>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (chunk: string) => {
      this.raw += chunk;
      this.#terminal.write(chunk);
    });
    this.ended = once(child, 'close').then(([code]) => code as number);
  }

  /** `script` (util-linux) is the pseudo-terminal; it hands on the exit code. */
  static open(desk: Desk, words: readonly string[], environment: Record<string, string> = {}): Screen {
    const quoted = [process.execPath, BINARY, ...words].map((word) => `'${word}'`).join(' ');
    const child = spawn(
      PROGRAM,
      [
        '-qec',
        `stty cols ${COLUMNS} rows ${ROWS}; exec ${quoted} --data-dir '${desk.path('data')}'`,
        '/dev/null',
      ],
      {
        cwd: desk.folder,
        env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: '', ...desk.environment, ...environment },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    return new Screen(child);
  }

  /** Every line since the beginning, scrolled away or not. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    )
      .join('\n')
      .trimEnd();
  }

  /** Lines that were wider than the screen, so that the terminal had to break them. */
  get tooWide(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row))
      .filter((line) => line?.isWrapped)
      .map((line) => line?.translateToString(true) ?? '');
  }

  /** Waits until the text fits, as it stands or with its lines joined; fails with the screen. */
  async see(pattern: RegExp): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!pattern.test(this.text) && !pattern.test(this.text.replace(/\s+/g, ' '))) {
      if (Date.now() > until) throw new Error(`not seen: ${pattern}\n--- the screen:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** One key after the other, as fingers do. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#child.stdin?.write(key);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** What the kernel tells the program when its terminal closes. `script` runs it as its only child. */
  hangUp(): void {
    const children = readFileSync(`/proc/${this.#child.pid}/task/${this.#child.pid}/children`, 'utf8');
    for (const pid of children.trim().split(' ')) process.kill(Number(pid), 'SIGHUP');
  }

  /** The terminal is gone at once, as when its window is closed or the line of an SSH session breaks. */
  close(): void {
    this.#child.kill('SIGKILL');
  }

  /** The exit code, once everything that was said until then is on the screen: the terminal draws a little behind what it is told. */
  async end(): Promise<number> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    const code = await this.ended;
    clearTimeout(timer);
    await new Promise<void>((drawn) => this.#terminal.write('', drawn));
    return code;
  }
}
