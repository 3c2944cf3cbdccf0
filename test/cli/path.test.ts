import { describe, expect, it } from 'vitest';
import type { HostState, PathEntry } from '../../src/transports/simulated/state/state.ts';
import { Desk } from './desk.ts';

const nic = (active = 1500) => ({
  index: 12,
  alias: 'Ethernet',
  description: '',
  kind: 'physical' as const,
  ipv4: { active, persistent: null },
});
const leads = (peer: string, more: Partial<PathEntry>) => (state: HostState) => {
  const path = {
    peer,
    address: '10.0.30.5',
    family: 'IPv4' as const,
    source: '10.0.20.107',
    interface: 12,
    mtu: 1492,
  };
  Object.assign(state, { interfaces: [nic()], paths: [{ ...path, ...more }] });
};

describe('setright path', () => {
  it('draws sizes against answers, there and back, and ends 2 at a black hole', async () => {
    const desk = await Desk.open({
      PC17: leads('EX01', {}),
      EX01: leads('10.0.20.107', { address: '10.0.20.107', source: '10.0.30.5', router: '10.0.30.1' }),
    });
    const said = await desk.type('path', 'PC17', '--peer', 'EX01');
    expect(said.exitCode).toBe(2);
    const lines = said.stdout.split('\n');
    const rung = (size: number) => lines.filter((line) => line.trimStart().startsWith(`${size} `));
    expect(rung(1501)).toEqual([
      expect.stringMatching(/-\| too big for our own interface/),
      expect.anything(),
    ]);
    expect(rung(1493)).toEqual([
      expect.stringMatching(/\.{30} silence \(3 probes\)/),
      expect.stringMatching(/-{29}\| too big, says 10\.0\.30\.1/),
    ]);
    expect(rung(1492)).toEqual([
      expect.stringMatching(/#{30} answered/),
      expect.stringMatching(/#{30} answered/),
    ]);
    expect(said.stdout).toMatch(/^PC17 to EX01, IPv4: black-hole$/m);
    expect(said.stdout).toMatch(/^EX01 to 10\.0\.20\.107, IPv4: told$/m);
    expect(said.stdout).toMatch(/^PC17 to EX01, IPv6: not measured$/m);
    // EX01 is told, so that its large packets are none of those that vanish.
    expect(said.stdout).toMatch(/^Swallowed between PC17 and EX01, IPv4: packets from PC17 to EX01$/m);
    const { directions } = JSON.parse((await desk.type('path', 'PC17', '--peer', 'EX01', '--json')).stdout);
    expect(directions).toMatchObject([{ ends: ['PC17', 'EX01'], family: 'IPv4', swallowed: 'from-first' }]);
  });

  it('two ends whose probes vanish do not tell the direction, and what does', async () => {
    const desk = await Desk.open({
      PC17: leads('EX01', {}),
      EX01: leads('10.0.20.107', { address: '10.0.20.107', source: '10.0.30.5' }),
    });
    const { stdout } = await desk.type('path', 'PC17', '--peer', 'EX01');
    expect(stdout).toMatch(/^Swallowed between PC17 and EX01, IPv4: one direction or both; .* do not tell/m);
    expect(stdout).toContain('setright capture <file>');
  });

  it.each([
    ['clear', { mtu: 9000 }, 0],
    ['told', { router: '10.0.20.1' }, 0],
    ['filtered', { mute: true }, 5],
  ])('%s: ends %o with %i', async (verdict, more, exitCode) => {
    const desk = await Desk.open({ PC17: leads('10.0.30.5', more) });
    const said = await desk.type('path', 'PC17', '--peer', '10.0.30.5', '--json');
    const report = JSON.parse(said.stdout);
    expect(report).toMatchObject({ schema: 'setright/path@1', exitCode });
    expect(report.paths[0]).toMatchObject({ from: 'PC17', family: 'IPv4', judgement: { verdict } });
    expect(said.exitCode).toBe(exitCode);
  });

  it('one way that could not be told is enough for 5, however well the others are', async () => {
    const desk = await Desk.open({
      PC17: leads('10.0.30.5', { mtu: 9000 }),
      PC18: leads('10.0.30.5', { mute: true }),
    });
    expect((await desk.type('path', 'all', '--peer', '10.0.30.5')).exitCode).toBe(5);
  });

  it('a host that cannot be asked, and a peer that nobody knows, are answers', async () => {
    const desk = await Desk.open({
      PC17: (state) => {
        state.unreachable = 'No route to host';
      },
      PC18: leads('EX01', {}),
    });
    const said = await desk.type('path', 'all', '--peer', 'nobody');
    expect(said.exitCode).toBe(5);
    expect(said.stdout).toMatch(/PC17 to nobody, IPv4: not measured\n {2}.*No route to host/);
    expect(said.stdout).toMatch(/PC18 to nobody, IPv4: not measured\n {2}nobody has no IPv4 address/);
  });

  it('wants another host than the peer itself', async () => {
    const desk = await Desk.open({ EX01: () => {} });
    const said = await desk.type('path', 'EX01', '--peer', 'EX01');
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toContain('--peer EX01');
  });
});
