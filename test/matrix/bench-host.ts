import { readdirSync, rmSync } from 'node:fs';
import { UnreachableError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from '../conformance/base-host.ts';
import { Lab, settings } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import type { Disk } from './full-disk.ts';
import { type MemoryHost, memoryHost } from './memory-host.ts';
import { type MatrixPlan, prepareHost } from './plans.ts';
import { type Passing, type Tap, tapLine } from './tapped-line.ts';

export type Settings = ReturnType<typeof settings>;
export type AtRequest = (passing: Passing, index: number, tap: Tap) => void;

/** One controller and one host, put back to the start for each case; cases of one bench take turns. */
export class Bench {
  readonly lab: Lab;
  readonly disk: Disk = { isFull: false, room: 0, isGreedy: false };
  host: MemoryHost;
  plan: Plan | undefined;
  requests: Passing[] = [];
  atRequest: AtRequest = () => {};
  /** Connections that come to nothing from now on. */
  awayFor = 0;
  skew = 0;
  old: Settings;
  new: Settings;
  #start: HostState;
  #connections = 0;
  #kept: readonly string[] = [];

  private constructor(lab: Lab, what: MatrixPlan) {
    this.lab = lab;
    this.#start = baseHost();
    prepareHost(this.#start, what);
    this.host = memoryHost(structuredClone(this.#start));
    this.old = settings(this.#start);
    this.new = this.old;
  }

  static async open(what: MatrixPlan): Promise<Bench> {
    const bench = new Bench(await Lab.open(), what);
    const { lab } = bench;
    lab.know('ex01');
    const { context } = lab;
    lab.context = {
      ...context,
      loadHives: what.hasUsers ?? false,
      clock: () => new Date(Date.now() + bench.skew),
      limits: {
        ...context.limits,
        silenceSeconds: 1,
        leaseSeconds: 5,
        pauseSeconds: 0.02,
        rebootSeconds: 0.5,
      },
      transports: {
        ...context.transports,
        simulated: { start: (_host, _args, signal) => bench.#connect(signal) },
      },
    };
    let plan = await planFor(lab, what.wishes, what.effects);
    if (what.rollsBack) {
      const { run } = await applyIn(lab, plan);
      bench.#start = structuredClone(bench.host.file.state);
      plan = await planRollback(lab.context, run, lab.hosts, undefined);
    }
    bench.plan = plan;
    bench.old = settings(bench.#start);
    bench.#kept = bench.#journals();
    bench.reset();
    await applyIn(lab, plan);
    bench.new = settings(bench.host.file.state);
    return bench;
  }

  /** The host as it was when the plan was made; nobody at the line, and no earlier case in the journals, which each apply reads. */
  reset(): void {
    for (const name of this.#journals())
      if (!this.#kept.includes(name)) rmSync(`${this.lab.context.data.runs}/${name}`, { recursive: true });
    this.host = memoryHost(structuredClone(this.#start));
    this.calm();
    this.skew = 0;
  }

  /** The world is in order again; host and records stay as they are. */
  calm(): void {
    this.requests = [];
    this.#connections = 0;
    this.atRequest = () => {};
    this.awayFor = 0;
    Object.assign(this.disk, { isFull: false, room: 0, isGreedy: false });
    this.host.edit((state) => {
      state.faults = [];
      delete state.scheduler;
      delete state.room;
    });
  }

  #journals = (): readonly string[] => readdirSync(this.lab.context.data.runs);

  async #connect(signal: AbortSignal) {
    this.#connections += 1;
    const connection = this.#connections;
    if (this.awayFor > 0) {
      this.awayFor -= 1;
      throw new UnreachableError('ex01: no route to host');
    }
    const passing = (verb: string, tap: Tap): void => {
      this.requests.push({ connection, verb });
      this.atRequest({ connection, verb }, this.requests.length - 1, tap);
    };
    return tapLine(this.host.start(signal), passing);
  }
}
