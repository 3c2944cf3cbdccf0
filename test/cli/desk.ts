import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/commands/program.ts';
import { mark, unmark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from '../conformance/base-host.ts';

const LIMIT_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem';
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const BINARY = join(ROOT, 'bin', 'setright.cjs');

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Change = (state: HostState) => void;

/** A person's desk: a folder with an inventory of simulated hosts and a data folder, and Setright to type at. No terminal. */
export class Desk {
  readonly folder: string;
  /** Ctrl-C: `signals.emit('SIGINT')`. */
  readonly signals = new EventEmitter();
  environment: Record<string, string> = {};
  /** Hears what `type` prints on stderr, as it comes. */
  onTold: (text: string) => void = () => {};

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** `more`: lines of the inventory after the hosts, `settings` what a host has beside its transport. */
  static async open(
    hosts: Readonly<Record<string, Change>>,
    more: { readonly settings?: Readonly<Record<string, string>>; readonly lines?: readonly string[] } = {},
  ): Promise<Desk> {
    const desk = new Desk(await mkdtemp(join(tmpdir(), 'setright-desk-')));
    await mkdir(join(desk.folder, 'hosts'));
    const lines = ['hosts:'];
    for (const [name, change] of Object.entries(hosts)) {
      const state = baseHost();
      state.machine.name = name;
      state.machine.guid = `guid-of-${name}`;
      change(state);
      await writeFile(desk.statePath(name), JSON.stringify(mark(state)), { mode: 0o600 });
      lines.push(
        `  ${name}: { transport: { type: simulated, state: hosts/${name}.json }${more.settings?.[name] ?? ''} }`,
      );
    }
    await writeFile(desk.path('inventory.yaml'), [...lines, ...(more.lines ?? []), ''].join('\n'));
    desk.environment = { SETRIGHT_INVENTORY: desk.path('inventory.yaml') };
    return desk;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  statePath(name: string): string {
    return join(this.folder, 'hosts', `${name}.json`);
  }

  async state(name: string): Promise<HostState> {
    return unmark(JSON.parse(await readFile(this.statePath(name), 'utf8'))) as HostState;
  }

  async limit(name: string): Promise<unknown> {
    const { registry } = await this.state(name);
    return registry.find(({ path }) => path === LIMIT_KEY)?.values[0]?.data;
  }

  /** In this process, through the whole program. Verbs that keep something are given the desk's data folder. */
  async type(...words: readonly string[]): Promise<Said> {
    const stderr = new Transform({
      transform: (chunk, _encoding, done) => {
        this.onTold(String(chunk));
        done(null, chunk);
      },
    });
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
    streams.stdin.end();
    const [stdout, told] = [text(streams.stdout), text(stderr)];
    const exitCode = await runProgram(this.#withData(words), {
      ...streams,
      environment: this.environment,
      signals: this.signals,
    });
    streams.stdout.end();
    streams.stderr.end();
    return { exitCode, stdout: await stdout, stderr: await told };
  }

  /** The same as its own process. */
  async start(...words: readonly string[]): Promise<Said> {
    const child = this.launch(...words);
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { exitCode, stdout, stderr };
  }

  /** For a test that does with the process's streams what a shell or a person may do. */
  launch(...words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(process.execPath, [BINARY, ...this.#withData(words)], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  #withData(words: readonly string[]): readonly string[] {
    const [verb = ''] = words;
    const keeps = [
      'doctor',
      'path',
      'check',
      'diagnose',
      'plan',
      'apply',
      'rollback',
      'recover',
      'guard',
      'runs',
      'fix',
    ].includes(verb);
    return keeps && !words.includes('--help') && !words.includes('--data-dir')
      ? [...words, '--data-dir', this.path('data')]
      : words;
  }
}

/** Exchange has closed sessions: the remedy exchange-mapi-sessions wants 64, and a restart. */
export const overTheLimit: Change = (state) => {
  state.events.push(
    ...[1, 2, 3].map((hours) => ({
      log: 'Application',
      provider: 'MSExchangeIS',
      id: 9646,
      at: new Date(Date.parse('2026-01-15T08:00:00Z') - hours * 3_600_000).toISOString(),
      properties: ['/o=Test/cn=Recipients/cn=ann', '32', 'session'],
      message: '',
    })),
  );
};

/** No event: nothing is wrong. */
export const quiet: Change = () => {};

export const json = (said: Said): Record<string, unknown> & { hosts: Record<string, unknown>[] } =>
  JSON.parse(said.stdout);

export const SESSIONS = ['--remedy', 'exchange-mapi-sessions'] as const;
