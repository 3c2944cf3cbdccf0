import { expect, it } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import { present } from '../../src/model/state.ts';
import { carryThrough, closeSession, openSession } from '../../src/transports/simulated/session.ts';
import type { Fault, HostState } from '../../src/transports/simulated/state/state.ts';
import { fireTasks } from '../../src/transports/simulated/verbs/fire-tasks.ts';
import { baseHost } from '../conformance/base-host.ts';
import { Lab, restartOf, settings, value, wish } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { type MemoryHost, memoryHost } from './memory-host.ts';
import { type Passing, type Tap, tapLine } from './tapped-line.ts';

/** Which request of the run is struck, and how. Nobody reaches the host from then on. */
type Strike = (index: number, passing: Passing, tap: Tap) => boolean;

const stop = wish({ kind: 'service-status', service: 'Spooler' }, present('stopped'));
const plans = [
  { name: 'a stop', wishes: [stop], effects: [], running: ['Spooler'] },
  {
    name: 'a restart with its dependents',
    wishes: [wish(value('Dword'), present({ kind: 'REG_DWORD', data: 64 }))],
    effects: [restartOf('MSExchangeIS', value('Dword'))],
    running: [],
  },
] as const;

class Cut {
  readonly lab: Lab;
  host: MemoryHost = memoryHost(baseHost());
  strike: Strike = () => false;
  requests: Passing[] = [];
  #isStruck = false;

  constructor(lab: Lab) {
    this.lab = lab;
    lab.know('ex01');
    const simulated = {
      start: (_host: unknown, _args: unknown, signal: AbortSignal) => this.#connect(signal),
    };
    const { context } = lab;
    lab.context = {
      ...context,
      limits: { ...context.limits, silenceSeconds: 1, leaseSeconds: 30, pauseSeconds: 0.01 },
      transports: { ...context.transports, simulated },
    };
  }

  reset(strike: Strike): void {
    this.host = memoryHost(baseHost());
    this.strike = strike;
    this.requests = [];
    this.#isStruck = false;
    this.lab.restart();
  }

  async #connect(signal: AbortSignal) {
    if (this.#isStruck) {
      // What a person does who sees that the host is gone; without it the engine asks again for minutes.
      this.lab.context.cancellation.interrupt();
      this.lab.context.cancellation.interrupt();
      throw new UnreachableError('ex01: no route to host');
    }
    return tapLine(this.host.start(signal), (verb, tap) => {
      const passing = { connection: 1, verb };
      this.requests.push(passing);
      if (this.strike(this.requests.length - 1, passing, tap)) this.#isStruck = true;
    });
  }

  /** An hour goes by on the host, and its task scheduler does what is due. No controller has a part in it. */
  async waitOnHost(): Promise<HostState> {
    const { file } = this.host;
    this.host.edit((state) => {
      state.clock = new Date(Date.parse(state.clock ?? '') + 3_600_000).toISOString();
      state.processes = state.processes.filter(({ controller }) => controller === undefined);
    });
    const world = {
      now: () => new Date(),
      sleep: async () => {},
      controller: process.pid,
      isRunning: () => true,
    };
    const session = openSession(file, world);
    await carryThrough(fireTasks(session), file, world, () => {});
    closeSession(file, session);
    return file.state;
  }
}

const hostFault =
  (fault: Fault['fault'], after?: number) =>
  (cut: Cut, verb: string): void =>
    cut.host.edit((state) => {
      state.faults = [{ verb, fault, once: true, ...(after === undefined ? {} : { after }) }];
    });

const flushes = [1, 2, 3, 4, 5, 6, 7, 8];
const cuts: readonly { name: string; strike: (cut: Cut, verb: string, tap: Tap) => void }[] = [
  { name: 'line dropped before', strike: (_cut, _verb, tap) => tap.cut() },
  { name: 'line dropped after', strike: hostFault('drop-after') },
  { name: 'process killed', strike: hostFault('die') },
  ...flushes.map((after) => ({ name: `process killed, flush ${after}`, strike: hostFault('die', after) })),
  { name: 'host reboots', strike: hostFault('reboot') },
  ...flushes.map((after) => ({ name: `host reboots, flush ${after}`, strike: hostFault('reboot', after) })),
];

const endOf = ({ files }: HostState): string => {
  const steps = files.find(({ path }) => path.endsWith('\\steps.ndjson'))?.text ?? '';
  return [...steps.matchAll(/"step":"=(kept|restored|stuck)"/g)].at(-1)?.[1] ?? 'open';
};

const running = (state: HostState): readonly string[] =>
  settings(state).services.flatMap(({ name, status }) => (status === 'running' ? [name] : []));

/** A guarded stop of a service, cut at every request and at every point where the host writes something down. */
it.each(plans)(
  '$name that is cut off leaves running what ran before, by the host alone',
  async ({ wishes, effects, running: stopped }) => {
    const cut = new Cut(await Lab.open());
    const plan = await planFor(cut.lab, wishes, effects);
    const before = running(baseHost());
    cut.reset(() => false);
    const whole = await applyIn(cut.lab, plan);
    expect(whole.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    const verbs = cut.requests.map(({ verb }) => verb);
    const problems: string[] = [];
    const ends = new Map<string, number>();
    for (const [index, verb] of verbs.entries())
      for (const { name, strike } of cuts) {
        cut.reset((at, passing, tap) => {
          if (at !== index) return false;
          strike(cut, passing.verb, tap);
          return true;
        });
        const { outcomes } = await applyIn(cut.lab, plan);
        const isLeftOff = running(cut.host.file.state).length < before.length;
        const state = await cut.waitOnHost();
        const end = endOf(state);
        const what = `${end}${isLeftOff ? ', put right by the guard' : ''}`;
        ends.set(what, (ends.get(what) ?? 0) + 1);
        const expected =
          end === 'kept' ? before.filter((each) => !stopped.some((one) => one === each)) : before;
        const missing = expected.filter((each) => !running(state).includes(each));
        if (missing.length > 0)
          problems.push(`${verb} ${index}, ${name}: ${end}, ${outcomes[0]?.status}: ${missing.join(', ')}`);
      }
    expect(problems).toEqual([]);
    // The guard had something to do, or this proves nothing.
    expect(ends.get('restored, put right by the guard')).toBeGreaterThanOrEqual(4);
  },
  240_000,
);
