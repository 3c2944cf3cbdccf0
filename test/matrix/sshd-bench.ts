import type { Plan } from '../../src/model/plan.ts';
import type { HostState } from '../../src/transports/simulated/state.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { dword, Lab, restartOf, settings, value, wish } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { sshHost } from '../transports/hosts.ts';
import { type Sshd, startSshd } from '../transports/sshd.ts';
import type { AtRequest, Settings } from './bench-host.ts';
import type { Judged } from './judge.ts';
import { type Passing, tapLine } from './tapped-line.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];

/** One controller, and a real PowerShell (Windows faked) behind a real sshd, with somebody in the line between them. */
export class SshdBench {
  readonly lab: Lab;
  readonly #sshd: Sshd;
  readonly plan: Plan;
  atRequest: AtRequest = () => {};
  readonly requests: Passing[] = [];
  #connections = 0;
  readonly old: Settings;

  private constructor(lab: Lab, sshd: Sshd, plan: Plan, old: Settings) {
    this.lab = lab;
    this.#sshd = sshd;
    this.plan = plan;
    this.old = old;
  }

  static async open(): Promise<SshdBench> {
    const lab = await Lab.open();
    await lab.add('ex01');
    const old = settings(await lab.state('ex01'));
    const sshd = await startSshd({ environment: { SETRIGHT_HOST_STATE: lab.path('ex01') } });
    lab.hosts.set('ex01', { ...sshHost(sshd), name: 'ex01' });
    lab.context = {
      ...lab.context,
      runtime: fakeRuntime(),
      limits: { ...lab.context.limits, silenceSeconds: 15, leaseSeconds: 10, pauseSeconds: 0.2 },
    };
    const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
    const bench = new SshdBench(lab, sshd, plan, old);
    const { ssh } = lab.context.transports;
    lab.context = {
      ...lab.context,
      transports: {
        ...lab.context.transports,
        ssh: {
          ...ssh,
          start: async (...all) => bench.#tapped(await ssh.start(...all)),
        },
      },
    };
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
    await this.#sshd.stop();
  }
}
