import { GarbledError, HostError, LineLostError, NotServedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { isPlainObject } from '../../model/json.ts';
import {
  type Frame,
  type Hello,
  type Replies,
  type Requests,
  requestLine,
  type Verb,
} from '../../model/line.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { PowerShellProcess } from '../../model/transport.ts';
import {
  bootstrapArguments,
  describeRefusal,
  FrameReader,
  type LineItem,
  prelude,
  readReply,
} from '../../powershell/index.ts';
import type { RunContext } from '../context.ts';
import { greetingTo } from './greeting.ts';
import { HeardStderr } from './heard-stderr.ts';
import { HiveDesk } from './hives.ts';
import { changedOnTheWay, lineEnded, neverDone, outOfTurn, tooLate } from './line-errors.ts';
import { onceMoreNarrow } from './narrow.ts';
import { MOST_PROGRESS, mayProgress, patience } from './patience.ts';
import type { PendingRequest, RequestOptions } from './pending-request.ts';
import { withoutValues } from './without-values.ts';

/**
 * One PowerShell on one host, one request at a time. Every failure is one of the errors of `model/errors.ts`; after any that is not a
 * HostError the line is dropped and the outcome of the request is not known.
 */
export class Session {
  readonly host: Host;
  /** Set when something sensitive will cross this line: the log then shows states without their values. */
  hidesValues = false;
  readonly hives: HiveDesk;
  #hello: Hello | undefined;
  readonly #process: PowerShellProcess;
  readonly #context: RunContext;
  readonly #reader: FrameReader;
  readonly #stderr = new HeardStderr();
  #n = 0;
  #pending: PendingRequest | undefined;
  #broken: Error | undefined;

  private constructor(host: Host, process: PowerShellProcess, context: RunContext, nonce: string) {
    this.host = host;
    this.#process = process;
    this.#context = context;
    this.hives = new HiveDesk(context.loadHives ?? false, context.limits.leaseSeconds);
    this.#reader = new FrameReader(nonce);
    process.stdout.on('data', (chunk: Buffer) => this.#received(chunk));
    process.stderr.on('data', (chunk: Buffer) => {
      const text = printable(this.#stderr.hear(chunk));
      if (text !== '') context.watch({ kind: 'line', host: host.name, direction: 'stderr', text });
    });
    for (const stream of [process.stdin, process.stdout, process.stderr])
      stream.on('error', (cause: Error) =>
        this.#fail(new LineLostError(`${host.name}: the line broke: ${cause.message}`, { cause })),
      );
    process.ended.then((end) =>
      this.#fail(lineEnded(host.name, end, this.#stderr.text, this.#hello !== undefined)),
    );
    context.cancellation.dropped.addEventListener('abort', this.#onDropped, { once: true });
  }

  /** `about`: runs whose record this contact wants to hear of. */
  static open(host: Host, context: RunContext, about: readonly string[] = []): Promise<Session> {
    return onceMoreNarrow(host, context, (way) => Session.#begin(way, context, about));
  }

  static async #begin(host: Host, context: RunContext, about: readonly string[]): Promise<Session> {
    const { runtime, cancellation } = context;
    const transport = context.transports[host.transport.type];
    const process = await transport.start(host, bootstrapArguments(runtime), cancellation.dropped);
    const nonce = context.random(16);
    const session = new Session(host, process, context, nonce);
    process.stdin.write(prelude(nonce, runtime));
    try {
      await session.greet(about);
      process.lineWorks?.();
      return session;
    } catch (error) {
      session.drop();
      throw error;
    }
  }

  /** The newest greeting; there is one from `open` on. */
  get hello(): Hello {
    if (!this.#hello) throw new Error('a session without a greeting');
    return this.#hello;
  }

  get hostKey(): string {
    return this.#process.hostKey;
  }

  /** A hive that is held open somewhere is waited for. */
  readonly onHiveProgress = (step: string, seconds: number): void =>
    this.#context.watch({ kind: 'host-step', host: this.host.name, step: `${step} (${seconds} s)` });

  /** Says hello (again): who answers, who holds its lock, which runs it remembers. */
  async greet(about: readonly string[]): Promise<Hello> {
    const greeting = greetingTo(this.host, this.#context.speaker, about, this.#hello === undefined);
    const hello = await this.request('hello', greeting);
    if (hello.echo !== greeting.echo) throw this.#fail(changedOnTheWay(this.host.name));
    this.#hello = hello;
    return hello;
  }

  request<V extends Verb>(verb: V, body: Requests[V], options: RequestOptions = {}): Promise<Replies[V]> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#pending) throw new Error(`${verb} while ${this.#pending.verb} is not answered`);
    this.#n += 1;
    const line = requestLine(this.#n, verb, body);
    if (verb === 'undo' || verb === 'adopt') this.hives.hasUndone = true;
    const seconds = options.totalSeconds ?? patience(verb, body);
    return new Promise<Replies[V]>((resolve, reject) => {
      this.#pending = {
        n: this.#n,
        verb,
        options,
        resolve: resolve as (reply: unknown) => void,
        reject,
        progress: 0,
        silence: undefined,
        total: setTimeout(
          () => this.#fail(tooLate(this.host.name, verb, seconds, 'no answer')),
          seconds * 1000,
        ),
      };
      this.#listen();
      this.#log('sent', { n: this.#n, verb, ...body });
      this.#process.stdin.write(`${line}\n`);
    });
  }

  /** Says goodbye and waits for the process to end; failures no longer matter then. */
  async close(): Promise<void> {
    try {
      if (!this.#broken) await this.request('bye', {}, { totalSeconds: 30 });
      this.#process.stdin.end();
    } catch {
      // The reply to bye changes nothing any more.
    }
    await Promise.race([this.#process.ended, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
    this.drop();
  }

  drop(): void {
    this.#context.cancellation.dropped.removeEventListener('abort', this.#onDropped);
    this.#fail(new LineLostError(`${this.host.name}: we closed the line`));
    this.#process.destroy();
  }

  readonly #onDropped = () => this.drop();

  #received(chunk: Buffer): void {
    if (this.#broken) return;
    try {
      for (const item of this.#reader.push(chunk)) this.#handle(item);
    } catch (cause) {
      this.#fail(new GarbledError(`${this.host.name}: ${(cause as Error).message}`, { cause }));
    }
  }

  #handle(item: LineItem): void {
    const host = this.host.name;
    if (this.#broken) return;
    if (item.kind === 'refusal') {
      this.#fail(new NotServedError(item.refusal.refused, `${host}: ${describeRefusal(item.refusal)}`));
      return;
    }
    if (item.kind === 'noise')
      this.#context.watch({ kind: 'line', host, direction: 'noise', text: printable(item.text) });
    else this.#answer(item.frame);
  }

  #answer(frame: Frame): void {
    this.#log('received', frame);
    const pending = this.#pending;
    // n = 0: the host's own notice that it undid, or its answer to a line that it could not read; both end the line.
    const isEarly = pending && 'progress' in frame && !mayProgress(pending.verb);
    if (!pending || isEarly || (frame.n !== pending.n && frame.n !== 0)) {
      this.#fail(outOfTurn(this.host.name, frame.n));
    } else if ('progress' in frame) {
      pending.progress += 1;
      if (pending.progress > MOST_PROGRESS) this.#fail(neverDone(this.host.name, pending.verb));
      this.#listen();
      pending.options.onProgress?.(printable(shortened(frame.progress.step, 200)), frame.progress.seconds);
    } else if ('reply' in frame) {
      const reply = readReply(pending.verb, frame.reply);
      this.#settle(() => pending.resolve(reply));
    } else if ('error' in frame) {
      const { code, message, data } = frame.error;
      const text = `${this.host.name}: ${printable(shortened(message, 2_000))}`;
      this.#settle(() => pending.reject(new HostError(code, text, isPlainObject(data) ? data : {})));
    }
  }

  #log(direction: 'sent' | 'received', message: object): void {
    const text = JSON.stringify(this.hidesValues ? withoutValues(message) : message);
    this.#context.watch({ kind: 'line', host: this.host.name, direction, text: printable(text) });
  }

  /** (Re)starts the clock of silence: waits on the host report every second, so a quiet line is a dead one. */
  #listen(): void {
    const pending = this.#pending;
    if (!pending) return;
    const seconds = this.#context.limits.silenceSeconds;
    clearTimeout(pending.silence);
    pending.silence = setTimeout(
      () => this.#fail(tooLate(this.host.name, pending.verb, seconds, 'silence')),
      seconds * 1000,
    );
  }

  #settle(how: () => void): void {
    clearTimeout(this.#pending?.silence);
    clearTimeout(this.#pending?.total);
    this.#pending = undefined;
    how();
  }

  /** The line is of no use any more; the first reason is the one that counts. */
  #fail(error: Error): Error {
    if (this.#broken) return this.#broken;
    this.#broken = error;
    const pending = this.#pending;
    this.#settle(() => pending?.reject(error));
    this.#process.destroy();
    return error;
  }
}
