import { spawn } from 'node:child_process';
import type { Replies, Requests, Verb } from '../../src/model/line.ts';
import { requestLine, unmark } from '../../src/model/line.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import { bootstrapArguments, prelude, readReply } from '../../src/powershell/index.ts';
import { type LineClient, talkTo } from '../conformance/line-client.ts';
import { windowsPwsh, wineRuntime } from '../fakes/start-windows.ts';

export const speaker = { version: '0.1.0', controller: 'ADMIN-PC', person: 'CORP\\admin' };

/** For a title; '' where there is such a PowerShell. */
export const windowsMissing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

/** One session with PowerShell for Windows: `scripts/windows/` as they are, the registry and the services are real. */
export class WindowsLine {
  readonly #client: LineClient;
  #n = 0;

  constructor() {
    const runtime = wineRuntime();
    const nonce = '0123456789abcdef'.repeat(2);
    const [program = '', ...words] = windowsPwsh;
    const child = spawn(program, [...words, ...bootstrapArguments(runtime)], { stdio: 'pipe' });
    const ended: PowerShellProcess['ended'] = new Promise((resolve) =>
      child.once('close', (code) => resolve({ exitCode: code ?? undefined, why: '' })),
    );
    const { stdin, stdout, stderr } = child;
    this.#client = talkTo(
      { stdin, stdout, stderr, ended, hostKey: '', destroy: () => child.kill() },
      nonce,
      prelude(nonce, runtime),
    );
  }

  async ask<V extends Verb>(verb: V, body: Requests[V]): Promise<Replies[V]> {
    this.#send(verb, body);
    const frame = unmark(JSON.parse((await this.#client.answer()) ?? 'null')) as { reply?: unknown };
    if (!frame.reply) throw new Error(JSON.stringify(frame));
    return readReply(verb, frame.reply);
  }

  /** Says goodbye; the exit code of the process. */
  async end(): Promise<number | undefined> {
    this.#send('bye', {});
    return this.#client.ended();
  }

  #send<V extends Verb>(verb: V, body: Requests[V]): void {
    this.#n += 1;
    this.#client.send(requestLine(this.#n, verb, body));
  }
}
