/** The shell of MS-WSMV with one command in it: what is said, one method a message. */

import { AnswerLostError } from '../failures.ts';
import type { WinrmTimes } from '../times.ts';
import { envelope, Namespace, type Operation } from './envelope.ts';
import type { Wsman } from './wsman.ts';
import { allNamed, type Element, escapeXml, firstNamed } from './xml.ts';

const TRANSFER = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';
const RESOURCE = `${Namespace.shell}/cmd`;
const TERMINATE = `${Namespace.shell}/signal/terminate`;

/** UTF-8: without it the host would put its output through the code page of its console. */
const CODE_PAGE = '65001';

export interface Output {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly isDone: boolean;
  /** Undefined until the command is done, and when the host did not tell it. */
  readonly exitCode: number | undefined;
}

export class Shell {
  readonly #talk: Wsman;
  readonly #listen: Wsman;
  readonly #times: WinrmTimes;
  readonly #selectors: Readonly<Record<string, string>>;
  #command = '';

  private constructor(
    talk: Wsman,
    listen: Wsman,
    times: WinrmTimes,
    selectors: Readonly<Record<string, string>>,
  ) {
    this.#talk = talk;
    this.#listen = listen;
    this.#times = times;
    this.#selectors = selectors;
  }

  /** `talk` carries everything but Receive, which waits on a connection of its own, `listen`. */
  static async create(talk: Wsman, listen: Wsman, times: WinrmTimes): Promise<Shell> {
    const body =
      `<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>` +
      `<rsp:IdleTimeOut>PT${times.shellIdleSeconds}S</rsp:IdleTimeOut></rsp:Shell>`;
    const options = { WINRS_NOPROFILE: 'TRUE', WINRS_CODEPAGE: CODE_PAGE };
    const answer = await talk.ask({
      action: `${TRANSFER}/Create`,
      resource: RESOURCE,
      options,
      body,
      seconds: times.operationSeconds,
    });
    return new Shell(talk, listen, times, selectorsIn(answer));
  }

  /** The same shell, spoken to over another connection. */
  over(talk: Wsman): Shell {
    return new Shell(talk, talk, this.#times, this.#selectors);
  }

  /** Starts the one command. Its stdin is a pipe, not a console: only so does the end of stdin reach it. */
  async start(commandLine: string): Promise<void> {
    const answer = await this.#talk.ask(
      {
        ...this.#operation('Command'),
        options: { WINRS_CONSOLEMODE_STDIN: 'FALSE', WINRS_SKIP_CMD_SHELL: 'FALSE' },
        body: `<rsp:CommandLine><rsp:Command>${escapeXml(commandLine)}</rsp:Command></rsp:CommandLine>`,
      },
      true,
    );
    this.#command = firstNamed(answer, Namespace.shell, 'CommandId')?.text.trim() ?? '';
    if (this.#command === '') throw new AnswerLostError('the host started the command and gave it no name');
  }

  async send(data: Buffer, isEnd: boolean): Promise<void> {
    await this.#talk.ask(this.#sending(data.toString('base64'), isEnd));
  }

  /** Bytes of stdin that fit into one message of `largest` bytes. */
  roomIn(largest: number): number {
    const empty = Buffer.byteLength(
      envelope(this.#sending('', true), this.#talk.sender, `uuid:${'0'.repeat(36)}`),
    );
    return Math.floor((largest - empty - 1_024) / 4) * 3;
  }

  async receive(): Promise<Output> {
    const answer = await this.#listen.ask({
      ...this.#operation('Receive'),
      options: { WSMAN_CMDSHELL_OPTION_KEEPALIVE: 'TRUE' },
      body: `<rsp:Receive><rsp:DesiredStream CommandId="${escapeXml(this.#command)}">stdout stderr</rsp:DesiredStream></rsp:Receive>`,
      seconds: this.#times.receiveSeconds,
    });
    const state = firstNamed(answer, Namespace.shell, 'CommandState');
    const exitCode = firstNamed(answer, Namespace.shell, 'ExitCode')?.text.trim() ?? '';
    return {
      stdout: streamIn(answer, 'stdout'),
      stderr: streamIn(answer, 'stderr'),
      isDone: state?.attributes.get('State')?.endsWith('/Done') === true,
      exitCode: /^-?\d+$/.test(exitCode) ? Number(exitCode) : undefined,
    };
  }

  async terminate(): Promise<void> {
    const body = `<rsp:Signal CommandId="${escapeXml(this.#command)}"><rsp:Code>${TERMINATE}</rsp:Code></rsp:Signal>`;
    await this.#talk.ask({ ...this.#operation('Signal'), body });
  }

  async delete(): Promise<void> {
    await this.#talk.ask({ ...this.#operation('Delete'), action: `${TRANSFER}/Delete` });
  }

  close(): void {
    this.#talk.close();
    this.#listen.close();
  }

  #sending(base64: string, isEnd: boolean): Operation {
    const end = isEnd ? ' End="true"' : '';
    const stream = `<rsp:Stream Name="stdin" CommandId="${escapeXml(this.#command)}"${end}>${base64}</rsp:Stream>`;
    return { ...this.#operation('Send'), body: `<rsp:Send>${stream}</rsp:Send>` };
  }

  #operation(name: string) {
    return {
      action: `${Namespace.shell}/${name}`,
      resource: RESOURCE,
      selectors: this.#selectors,
      seconds: this.#times.operationSeconds,
    };
  }
}

/** What the host knows the shell by: taken as it says it, for there can be more than the shell's id. */
function selectorsIn(answer: Element): Record<string, string> {
  const set = firstNamed(answer, Namespace.wsman, 'SelectorSet');
  const selectors = (set ? allNamed(set, Namespace.wsman, 'Selector') : []).map(
    ({ attributes, text }): [string, string] => [attributes.get('Name') ?? '', text.trim()],
  );
  const id = firstNamed(answer, Namespace.shell, 'ShellId')?.text.trim();
  const found = selectors.length > 0 ? selectors : id === undefined ? [] : [['ShellId', id] as const];
  if (found.length === 0) throw new AnswerLostError('the host made a shell and gave it no name');
  return Object.fromEntries(found);
}

const streamIn = (answer: Element, name: string): Buffer =>
  Buffer.concat(
    allNamed(answer, Namespace.shell, 'Stream')
      .filter(({ attributes }) => attributes.get('Name') === name)
      .map(({ text }) => Buffer.from(text, 'base64')),
  );
