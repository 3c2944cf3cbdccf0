import { expect, it } from 'vitest';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Desk } from '../cli/desk.ts';

/** An event outlives what brought it about: with the range at rest, nothing tells short connections from a program that holds ports. */
it('ports that ran out some hours ago are told with low confidence', async () => {
  const desk = await Desk.open({
    PC11: (state) => {
      const at = new Date(Date.parse(state.clock ?? '') - 3_600_000).toISOString();
      state.events = [{ log: 'System', provider: 'Tcpip', id: 4227, at, properties: [], message: '' }];
      state.connections = [{ state: 'Established', pid: null, port: 49152, count: 40 }];
    },
  });
  const said = await desk.type('diagnose', 'PC11', '--symptom', 'ports', '--json');
  const [cause] = JSON.parse(said.stdout).hosts[0].causes;
  expect(cause).toMatchObject({ cause: 'ports-too-few', confidence: 'low' });
  expect(cause.because.join()).toContain('at rest when looked at');
});

const busy = (state: HostState): void => {
  const at = new Date(Date.parse(state.clock ?? '') - 3_600_000).toISOString();
  state.events = [{ log: 'System', provider: 'Tcpip', id: 4227, at, properties: [], message: '' }];
  state.connections = [{ state: 'TimeWait', pid: 0, port: 49152, count: 15000 }];
};

it('many short connections in the worst hour: a wider range and a shorter wait, in a plan that holds', async () => {
  const desk = await Desk.open({ PC11: busy });
  const said = await desk.type(
    'diagnose',
    'PC11',
    '--symptom',
    'ports',
    '--plan',
    desk.path('p.json'),
    '--json',
  );
  const [cause] = JSON.parse(said.stdout).hosts[0].causes;
  expect(cause).toMatchObject({ cause: 'ports-too-few', confidence: 'medium' });
  expect(cause.fixes.flatMap(({ remedy }: { remedy?: string }) => remedy ?? [])).toEqual([
    'tcp-port-exhaustion',
    'tcp-timed-wait-delay',
  ]);
  expect(cause.nonFixes[0].what).toContain('MaxUserPort');
  const applied = await desk.type('apply', desk.path('p.json'), '--yes', '--json');
  expect(JSON.parse(applied.stdout)).toMatchObject({
    exitCode: 0,
    hosts: [{ status: 'applied', notInForce: [expect.stringContaining('TcpTimedWaitDelay')] }],
  });
  expect((await desk.state('PC11')).portRanges?.map(({ number }) => number)).toEqual([55000, 55000]);
});
