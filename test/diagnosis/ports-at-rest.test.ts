import { expect, it } from 'vitest';
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
