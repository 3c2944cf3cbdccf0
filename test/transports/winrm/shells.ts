import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PowerShellProcess } from '../../../src/model/transport.ts';
import {
  answer,
  begun,
  config,
  created,
  fault,
  listed,
  readMessage,
  received,
  type Said,
  sent,
  stdinIn,
  unescaped,
} from './soap.ts';

/** Starts what the one command of a shell is, from its command line. */
export type Program = (commandLine: string) => Promise<PowerShellProcess>;

interface Command {
  readonly process: PowerShellProcess;
  stdout: Buffer;
  stderr: Buffer;
  exitCode: number | undefined;
  isOver: boolean;
  isBegun: boolean;
  wake: () => void;
}

/** At most this many bytes of output in one answer. */
const ROOM = 100_000;

/** The shells of a test server: messages in, messages out. */
export class Shells {
  /** How often each action was carried out. */
  readonly counts: Record<string, number> = {};
  /** Bytes that each Send brought. */
  readonly pieces: number[] = [];
  readonly commandLines: string[] = [];
  readonly messages: string[] = [];
  /** Actions as they came, among them `end of stdin`, `ended` (the command) and `end told` (to who asks for its output). */
  readonly story: string[] = [];
  /** Commands that a Signal or a Delete ended before they had ended by themselves, though they had been sent something. */
  killed = 0;
  /** What the service says of the limits of shells, XML. */
  winrs =
    '<cfg:AllowRemoteShellAccess>true</cfg:AllowRemoteShellAccess><cfg:MaxShellsPerUser>30</cfg:MaxShellsPerUser>';
  /** Accounts that have shells open besides: one for each. */
  others: readonly string[] = [];
  readonly #shells = new Map<string, Map<string, Command>>();
  readonly #program: Program;
  readonly #envelopeKilobytes: number | undefined;
  readonly #most: number;

  /** `mostSeconds` shortens the wait that a Receive asks for. Without `envelopeKilobytes` the caller may not ask for it. */
  constructor(program: Program, envelopeKilobytes: number | undefined, mostSeconds: number) {
    this.#program = program;
    this.#envelopeKilobytes = envelopeKilobytes;
    this.#most = mostSeconds;
  }

  get open(): number {
    return this.#shells.size;
  }

  /** As after a restart of the service: nobody knows them any more. Their commands end by themselves. */
  lose(): void {
    const lost = [...this.#shells.values()].flatMap((shell) => [...shell.values()]);
    this.#shells.clear();
    for (const command of lost) command.wake();
  }

  async answer(text: string): Promise<{ readonly status: number; readonly text: string }> {
    const said = readMessage(text);
    this.counts[said.action] = (this.counts[said.action] ?? 0) + 1;
    this.messages.push(text);
    this.story.push(said.action);
    const reply = await this.#carryOut(said);
    return { status: reply.includes('<s:Fault>') ? 500 : 200, text: reply };
  }

  #carryOut(said: Said): string | Promise<string> {
    const shell = this.#shells.get(said.shellId);
    if (said.action === 'Get')
      return this.#envelopeKilobytes === undefined
        ? fault(said, 5, 'Access is denied.')
        : answer(said, config(this.#envelopeKilobytes, this.winrs));
    if (said.action === 'Enumerate')
      return this.#envelopeKilobytes === undefined
        ? fault(said, 5, 'Access is denied.')
        : answer(said, listed(this.others));
    if (said.action === 'Create') {
      const id = randomUUID().toUpperCase();
      this.#shells.set(id, new Map());
      return answer(said, created(id));
    }
    if (!shell) return fault(said, 2150858843, 'The shell was not found on the server.');
    if (said.action === 'Delete') return this.#delete(said, shell);
    if (said.action === 'Command') return this.#start(said, shell);
    const command = shell.get(said.commandId);
    if (!command) return fault(said, 2150858843, 'The command was not found.');
    if (said.action === 'Send') return this.#send(said, command);
    if (said.action === 'Receive') return this.#receive(said, command);
    this.#kill(command);
    return answer(said, '<rsp:SignalResponse/>');
  }

  async #start(said: Said, shell: Map<string, Command>): Promise<string> {
    // Clients may write the arguments into the command or beside it; a shell joins them.
    const words = said.text.matchAll(/<rsp:(?:Command|Arguments)>([^<]*)</g);
    const line = unescaped([...words].map(([, word]) => word).join(' '));
    this.commandLines.push(line);
    const process = await this.#program(line);
    const empty = Buffer.alloc(0);
    const command: Command = {
      process,
      stdout: empty,
      stderr: empty,
      exitCode: undefined,
      isOver: false,
      isBegun: false,
      wake: () => {},
    };
    for (const name of ['stdout', 'stderr'] as const)
      process[name].on('data', (chunk: Buffer) => {
        command[name] = Buffer.concat([command[name], chunk]);
        command.wake();
      });
    process.ended.then(async ({ exitCode }) => {
      // What was printed last is read before the end is told; what is played in this process may leave its output open.
      const drained = Promise.all([process.stdout, process.stderr].map(ended));
      await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, 20))]);
      this.story.push('ended');
      command.isOver = true;
      command.exitCode = exitCode ?? 1;
      command.wake();
    });
    const id = randomUUID().toUpperCase();
    shell.set(id, command);
    return answer(said, begun(id));
  }

  async #send(said: Said, command: Command): Promise<string> {
    const { process, isOver } = command;
    command.isBegun = true;
    if (isOver) return fault(said, 2150858843, 'The command has ended.');
    const data = stdinIn(said.text);
    this.pieces.push(data.length);
    if (data.length > 0) await new Promise<void>((resolve) => process.stdin.write(data, () => resolve()));
    if (said.text.includes('End="true"')) {
      this.story.push('end of stdin');
      process.stdin.end();
    }
    return answer(said, sent);
  }

  async #receive(said: Said, command: Command): Promise<string> {
    const isSilent = () => command.stdout.length + command.stderr.length === 0 && !command.isOver;
    if (isSilent())
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(said.seconds, this.#most) * 1000);
        command.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    if (!this.#shells.has(said.shellId))
      return fault(said, 2150858843, 'The shell was not found on the server.');
    if (isSilent())
      return fault(said, 2150858793, 'The WS-Management service cannot complete the operation in time.');
    const [stdout, stderr] = [command.stdout.subarray(0, ROOM), command.stderr.subarray(0, ROOM)];
    command.stdout = command.stdout.subarray(stdout.length);
    command.stderr = command.stderr.subarray(stderr.length);
    const isDone = command.isOver && command.stdout.length + command.stderr.length === 0;
    if (isDone) this.story.push('end told');
    return answer(said, received(said.commandId, stdout, stderr, isDone ? command.exitCode : undefined));
  }

  #delete(said: Said, shell: Map<string, Command>): string {
    for (const command of shell.values()) this.#kill(command);
    this.#shells.delete(said.shellId);
    return answer(said, '');
  }

  #kill(command: Command): void {
    if (command.isOver) return;
    if (command.isBegun) this.killed += 1;
    command.process.destroy();
  }
}

const ended = (stream: Readable): Promise<unknown> | undefined =>
  stream.readableEnded ? undefined : new Promise((resolve) => stream.once('end', resolve));
