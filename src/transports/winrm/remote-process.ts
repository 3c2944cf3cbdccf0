import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import type { PowerShellProcess, ProcessEnd } from '../../model/transport.ts';
import { whyItEnded } from '../shell-command-line.ts';
import { AnswerLostError, HttpRefusedError, NotConnectedError, WsmanFaultError } from './failures.ts';
import { inWords } from './refusals.ts';
import { sendingStdin, sendOnce } from './sending-stdin.ts';
import { pause, type WinrmTimes, within } from './times.ts';
import { hasCode } from './wsman/fault.ts';
import { Code } from './wsman/fault-codes.ts';
import type { Output, Shell } from './wsman/shell.ts';

export interface Started {
  readonly shell: Shell;
  readonly executable: string;
  readonly hostKey: string;
  /** Bytes of stdin for one message. */
  readonly room: number;
  readonly times: WinrmTimes;
  /** Called when nothing more is said to the host. */
  readonly left: () => void;
}

/** Attempts to be heard again after a connection broke under a Receive. */
const ATTEMPTS = 5;

/** The one command of a shell as a line: what it prints is asked for again and again until it is done. */
export class RemoteProcess implements PowerShellProcess {
  readonly stdin: Writable;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly ended: Promise<ProcessEnd>;
  readonly hostKey: string;
  readonly #started: Started;
  readonly #end: (end: ProcessEnd) => void;
  /** Resolves when the command is done, or nothing more can be heard of it. */
  readonly #heardOut: Promise<boolean>;
  #isOver = false;
  #isLeaving = false;
  #isClosed = false;
  /** Output up to here is whole lines. */
  #isAtLineEnd = true;

  constructor(started: Started) {
    this.#started = started;
    this.hostKey = started.hostKey;
    const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
    this.ended = promise;
    this.#end = resolve;
    const { shell, room, times } = started;
    this.stdin = sendingStdin(shell, room, times, (cause) => void this.#sendFailed(cause));
    this.#heardOut = this.#listen();
  }

  destroy(): void {
    this.#leave('the line was closed by us');
  }

  /**
   * Ends the line before the command has ended. The end of a TCP connection tells a WinRM host nothing, so the end of stdin is sent, over
   * a new connection if need be: the runtime undoes what is uncommitted. The shell is removed only when the command is done, for that
   * would kill it in the middle.
   */
  #leave(why: string): void {
    if (this.#isOver) return;
    this.#finish({ exitCode: undefined, why });
    this.#isLeaving = true;
    const { shell, times } = this.#started;
    const leave = async (): Promise<void> => {
      await sendOnce(shell, Buffer.alloc(0), true, times).catch(() => {});
      if (await this.#heardOut) await this.#cleanUp();
    };
    within(times.leaveSeconds, leave()).then(() => this.#close());
  }

  /** Whether the command was seen to end. */
  async #listen(): Promise<boolean> {
    for (let failures = 0; ; ) {
      try {
        const output = await this.#started.shell.receive();
        failures = 0;
        await this.#passOn(output);
        if (!output.isDone) continue;
        await this.#done(output.exitCode);
        return true;
      } catch (cause) {
        if (hasFault(cause, Code.operationTimeout)) continue;
        if (this.#isClosed) return false;
        failures += 1;
        const why = this.#whyLost(cause, failures);
        if (why !== undefined) this.#leave(why);
        if (hasFault(cause, Code.notFound)) return false;
        await pause(this.#started.times.pauseSeconds * 2 ** Math.min(failures - 1, ATTEMPTS));
      }
    }
  }

  /**
   * Undefined when it may be asked again. What an answer that was lost had in it is lost with it: between two lines that is seen (an
   * answer stays out, or begins in its middle), inside a line it might not be.
   */
  #whyLost(cause: unknown, failures: number): string | undefined {
    const isBroken =
      cause instanceof AnswerLostError || cause instanceof NotConnectedError || isOverloaded(cause);
    const words = inWords(cause);
    if (!isBroken) return words;
    if (!this.#isAtLineEnd) return `the connection broke in the middle of a line: ${words}`;
    return failures <= ATTEMPTS ? undefined : `the connection broke and could not be made again: ${words}`;
  }

  async #passOn({ stdout, stderr }: Output): Promise<void> {
    if (this.#isOver) return;
    if (stdout.length > 0) this.#isAtLineEnd = stdout.at(-1) === 0x0a;
    for (const [stream, bytes] of [
      [this.stdout, stdout],
      [this.stderr, stderr],
    ] as const)
      if (bytes.length > 0 && !stream.write(bytes)) await Promise.race([once(stream, 'drain'), this.ended]);
  }

  async #done(exitCode: number | undefined): Promise<void> {
    if (this.#isLeaving) return;
    await this.#cleanUp();
    this.#close();
    const why =
      exitCode === undefined
        ? 'the command ended and the host told no exit code'
        : whyItEnded(this.#started.executable, exitCode);
    this.#finish({ exitCode, why });
  }

  /** Failures here hide nothing: what counts has been heard. */
  async #cleanUp(): Promise<void> {
    const { shell, times } = this.#started;
    const remove = async () => {
      await shell.terminate().catch(() => {});
      await shell.delete().catch(() => {});
    };
    await within(times.cleanUpSeconds, remove());
  }

  /** The command's own end explains a failed Send better than the failure does, when it is heard in time. */
  async #sendFailed(cause: unknown): Promise<void> {
    await within(this.#started.times.pauseSeconds * 4, this.ended);
    this.#leave(`what was sent did not arrive: ${inWords(cause)}`);
  }

  #close(): void {
    this.#isClosed = true;
    this.#started.shell.close();
    this.#started.left();
  }

  #finish(end: ProcessEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.stdin.destroy();
    this.stdout.end();
    this.stderr.end();
    this.#end(end);
  }
}

/** Statuses of a server that has not begun with the request. */
const isOverloaded = (cause: unknown): boolean =>
  cause instanceof HttpRefusedError && [425, 429, 503].includes(cause.status);

const hasFault = (cause: unknown, code: number): boolean =>
  cause instanceof WsmanFaultError && hasCode(cause.fault, code);
