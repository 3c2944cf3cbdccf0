import type { Plan } from '../../src/model/plan.ts';
import type { Transport } from '../../src/model/transport.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { dword, Lab, restartOf, settings, value, wish } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import type { AtRequest, Settings } from './bench-host.ts';
import type { Judged } from './judge.ts';
import type { RealWay } from './real-ways.ts';
import { type Passing, tapLine } from './tapped-line.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];

/** One controller, and a host at the other end of a real connection, with somebody in the line between them. */
export class RealBench {
  readonly lab: Lab;
  readonly #stop: () => Promise<void>;
  readonly plan: Plan;
  atRequest: AtRequest = () => {};
  readonly requests: Passing[] = [];
  #connections = 0;
  readonly old: Settings;

  private constructor(lab: Lab, stop: () => Promise<void>, plan: Plan, old: Settings) {
    this.lab = lab;
    this.#stop = stop;
    this.plan = plan;
    this.old = old;
  }

  static async open(way: RealWay): Promise<RealBench> {
    const lab = await Lab.open();
    await lab.add('ex01');
    const old = settings(await lab.state('ex01'));
    const stop = await way.open(lab);
    const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
    const bench = new RealBench(lab, stop, plan, old);
    const { transports } = lab.context;
    const carrying = transports[way.transport];
    const tapped: Transport = { start: async (...all) => bench.#tapped(await carrying.start(...all)) };
    lab.context = { ...lab.context, transports: { ...transports, [way.transport]: tapped } };
    return bench;
  }

  #tapped(line: Parameters<typeof tapLine>[0]) {
    this.#connections += 1;
    const connection = this.#connections;
    return tapLine(line, (verb, tap) => {
      this.requests.push({ connection, verb });
      this.atRequest({ connection, verb }, this.requests.length - 1, tap);
    });
  }

  apply = () => applyIn(this.lab, this.plan);

  /** The host as it stands, for the judge. */
  async judged(wanted: Settings): Promise<Judged & { readonly now: Settings }> {
    const state: HostState = await this.lab.state('ex01');
    return { old: this.old, new: wanted, host: { file: { state } }, now: settings(state) };
  }

  async close(): Promise<void> {
    await this.#stop();
  }
}
