import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Plan } from '../../src/model/plan.ts';
import type { EffectWish, Wish } from '../../src/model/remedy.ts';
import { readExportFrame } from '../../src/powershell/index.ts';
import { exportScript } from '../../src/run/export/export-script.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { comparable } from '../conformance/comparable.ts';
import { writeState } from '../conformance/patch-host.ts';
import { type Lab, settings } from '../run/lab.ts';
import { planFor } from '../run/lab-plan.ts';
import { powershellLab } from '../run/powershell-lab.ts';

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One host on real PowerShell before a fake Windows, for the engine and for what it exported. */
export class ExportBench {
  readonly lab: Lab;
  readonly start: HostState;

  private constructor(lab: Lab, start: HostState) {
    this.lab = lab;
    this.start = start;
  }

  static async open(change: (state: HostState) => void = () => {}): Promise<ExportBench> {
    const lab = await powershellLab();
    await lab.add('ex01', change);
    return new ExportBench(lab, await lab.state('ex01'));
  }

  plan(wishes: readonly Wish[], effects: readonly EffectWish[] = []): Promise<Plan> {
    return planFor(this.lab, wishes, effects);
  }

  /** The host as it was when the bench was opened. */
  reset(): void {
    writeState(this.lab.path('ex01'), structuredClone(this.start));
  }

  /** Somebody else at work on the host. */
  async edit(change: (state: HostState) => void): Promise<void> {
    const state = await this.lab.state('ex01');
    change(state);
    writeState(this.lab.path('ex01'), state);
  }

  /** Writes the script beside the host, and gives its path. */
  export(plan: Plan): string {
    const parts = { runtime: this.lab.context.runtime, frame: readExportFrame(), version: '0.1.0' };
    const path = join(this.lab.folder, `${plan.id}.ps1`);
    writeFileSync(path, exportScript(plan, 'ex01', parts));
    return path;
  }

  run(path: string, ...words: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync('pwsh', [...FILE, path, ...words], {
      env: this.#environment,
      encoding: 'utf8',
    });
    return { exit: status, stdout, stderr };
  }

  /** Ends it by this signal as soon as it says on stderr that it waits for `step`. */
  async cut(
    path: string,
    words: readonly string[],
    step: string,
    signal: 'SIGINT' | 'SIGKILL',
  ): Promise<void> {
    const child = spawn('pwsh', [...FILE, path, ...words], { env: this.#environment, stdio: 'pipe' });
    child.stdin.end();
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(step)) child.kill(signal);
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await Promise.all([text(child.stdout), ended]);
  }

  async settings(): Promise<unknown> {
    return whole(await this.lab.state('ex01'));
  }

  /** The only run that is recorded on the host. */
  async recorded(): Promise<string> {
    const { files } = await this.lab.state('ex01');
    const runs = new Set(
      files.map(({ path }) => path.split('\\')[0] ?? '').filter((name) => name !== 'lock.json'),
    );
    if (runs.size !== 1) throw new Error(`${runs.size} runs are recorded`);
    return [...runs][0] ?? '';
  }

  /** undo.ps1 beside the record of the only run there is. */
  async handScript(): Promise<string> {
    return join(dirname(this.lab.path('ex01')), await this.recorded(), 'undo.ps1');
  }

  /** What the host's own record of that run says, whoever spoke and whenever. */
  async record(): Promise<unknown> {
    const run = await this.recorded();
    const state = await this.lab.state('ex01');
    const files = state.files.map(({ path, text: content }) => ({
      path: path.replace(run, 'RUN'),
      text: content.replaceAll(run, 'RUN').replaceAll(/"(controller|person)":"=[^"]*"/g, '"$1":"="'),
    }));
    const told = comparable({ case: '', nonce: '', sessions: [], finalState: { ...state, files } }) as {
      files: Record<string, unknown>;
    };
    const { 'RUN\\UNDO.TXT': _names, ...rest } = told.files;
    return rest;
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, SETRIGHT_HOST_STATE: this.lab.path('ex01') };
  }
}

const FILE = ['-NoProfile', '-NonInteractive', '-File'] as const;

const whole = (state: HostState) => ({
  ...settings(state),
  // Windows' own range is there whether it is listed or not.
  ports: (state.portRanges ?? []).filter(({ start, number }) => start !== 49152 || number !== 16384),
  interfaces: state.interfaces ?? [],
  tasks: state.tasks ?? [],
});
