import { expect } from 'vitest';
import { behindWinrm } from '../run/behind-winrm.ts';
import { dword, Lab, restartOf, settings, value, wish } from '../run/lab.ts';
import { applyIn, planFor } from '../run/lab-plan.ts';
import { CuttingProxy } from '../transports/winrm/cutting-proxy.ts';
import type { WinrmServerOptions } from '../transports/winrm/winrm-server.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];

export type WinrmBench = Awaited<ReturnType<typeof openWinrmBench>>;

/** A controller, somebody in between, a WinRM server, and a simulated host behind it, for which a plan is made. */
export async function openWinrmBench(accident: WinrmServerOptions['accident'] = () => undefined) {
  const lab = await Lab.open();
  await lab.add('ex01');
  const times = { operationSeconds: 2, graceSeconds: 1 };
  const server = await behindWinrm(lab, { server: { accident }, times, connectSeconds: 10 });
  const proxy = await CuttingProxy.start(server.port);
  lab.hosts.set('ex01', server.host({ port: proxy.port }, 'ex01'));
  const { limits } = lab.context;
  lab.context = {
    ...lab.context,
    limits: { ...limits, silenceSeconds: 6, leaseSeconds: 4, pauseSeconds: 0.1 },
  };
  const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
  const old = settings(await lab.state('ex01'));
  return {
    server,
    proxy,
    old,
    apply: async () => (await applyIn(lab, plan)).outcomes[0]?.status ?? 'none',
    now: async () => settings(await lab.state('ex01')),
    stop: async () => {
      proxy.stop();
      await server.stop();
    },
  };
}

/** Applies with whatever is to happen: the host ends as it was or as it was to be, and says which; the next apply finds or brings it to rest. */
export async function expectExactEnd(bench: WinrmBench, wanted: WinrmBench['old']): Promise<void> {
  const first = await bench.apply();
  const after = await bench.now();
  expect(['applied', 'restored', 'unreachable', 'refused', 'unfinished', 'unknown']).toContain(first);
  if (first === 'applied') expect(after).toEqual(wanted);
  else if (first !== 'unfinished') expect(after).toEqual(bench.old);
  let last = first;
  for (let turn = 0; turn < 3 && last !== 'applied' && last !== 'nothing'; turn += 1)
    last = await bench.apply();
  expect(['applied', 'nothing']).toContain(last);
  expect(await bench.now()).toEqual(wanted);
  expect(bench.server.shells.killed).toBe(0);
  await bench.stop();
}
