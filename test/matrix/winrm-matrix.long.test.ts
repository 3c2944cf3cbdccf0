/** An apply over WinRM, and every accident at every message of it: the host ends as it was or as it was to be, and says which. */
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { winrmTransport } from '../../src/transports/winrm/index.ts';
import { dword, Lab, restartOf, settings, value, wish } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { optionsWith, signal } from '../transports/hosts.ts';
import { shortTimes } from '../transports/winrm/short-times.ts';
import { type Accident, ann, WinrmServer } from '../transports/winrm/winrm-server.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];
const actions = ['Create', 'Command', 'Send', 'Receive', 'Signal', 'Delete', 'Get'] as const;

/** A controller, a WinRM server, and a simulated host behind it. Accidents happen from the moment that one is `armed`. */
async function open() {
  const lab = await Lab.open();
  await lab.add('ex01');
  const simulated = lab.hosts.get('ex01') as Host;
  let accident: (action: string, nth: number) => Accident | undefined = () => undefined;
  const counted: Record<string, number> = {};
  let isArmed = false;
  const server = await WinrmServer.start({
    program: () => simulatedTransport.start(simulated, [], signal()),
    accident: (action) => {
      if (!isArmed) return undefined;
      counted[action] = (counted[action] ?? 0) + 1;
      return accident(action, counted[action]);
    },
  });
  const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 10 });
  const winrm = winrmTransport(options, { ...shortTimes, operationSeconds: 2, graceSeconds: 1 });
  lab.context = {
    ...lab.context,
    transports: { ...lab.context.transports, winrm },
    limits: { ...lab.context.limits, silenceSeconds: 6, leaseSeconds: 4, pauseSeconds: 0.1 },
  };
  lab.hosts.set('ex01', server.host({}, 'ex01'));
  const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
  const old = settings(await lab.state('ex01'));
  const apply = async () => (await applyIn(lab, plan)).outcomes[0]?.status ?? 'none';
  const arm = (next: typeof accident) => {
    accident = next;
    isArmed = true;
  };
  return { lab, server, old, apply, arm, counted, now: async () => settings(await lab.state('ex01')) };
}

const accidents: readonly Accident[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 503 },
  { kind: 'fault', code: 4711 },
  { kind: 'fault', code: 2150858793, isCarriedOut: true },
  { kind: 'fault', code: 2150858843 },
  { kind: 'spoil' },
  { kind: 'hang' },
];

describe('every accident at every message of an apply over WinRM', async () => {
  const undisturbed = await open();
  undisturbed.arm(() => undefined);
  const status = await undisturbed.apply();
  const wanted = await undisturbed.now();
  await undisturbed.server.stop();
  const cases = actions.flatMap((action) =>
    Array.from({ length: undisturbed.counted[action] ?? 0 }, (_, at) => at + 1).flatMap((nth) =>
      accidents.map((accident) => ({ action, nth, accident })),
    ),
  );

  it('undisturbed, it is applied', () => {
    expect([status, cases.length > 100]).toEqual(['applied', true]);
  });

  it.concurrent.each(cases)(
    '$action $nth: $accident',
    async ({ action, nth, accident }) => {
      const bench = await open();
      bench.arm((said, count) => (said === action && count === nth ? accident : undefined));
      const first = await bench.apply();
      const after = await bench.now();
      expect(['applied', 'restored', 'unreachable', 'refused', 'unfinished', 'unknown']).toContain(first);
      if (first === 'applied') expect(after).toEqual(wanted);
      else if (first !== 'unfinished') expect(after).toEqual(bench.old);
      // The next one finds the host at rest, or brings it to rest, and applies.
      let last = first;
      for (let turn = 0; turn < 3 && last !== 'applied' && last !== 'nothing'; turn += 1)
        last = await bench.apply();
      expect(['applied', 'nothing']).toContain(last);
      expect(await bench.now()).toEqual(wanted);
      expect(bench.server.shells.killed).toBe(0);
      await bench.server.stop();
    },
    120_000,
  );
});
