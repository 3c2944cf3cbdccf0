import { beforeAll, describe, expect, it } from 'vitest';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Desk, overTheLimit, quiet, SESSIONS } from './desk.ts';

/** All of a host but the number of the process that looked: settings, services, hives, tasks, record and the count of writes. */
const allOf = async (desk: Desk, name: string): Promise<Omit<HostState, 'lastPid'>> => {
  const { lastPid: _lastPid, ...rest } = await desk.state(name);
  return rest;
};

describe('what only reads', () => {
  let desk: Desk;
  let before: readonly unknown[];
  const now = async () => [await allOf(desk, 'EX01'), await allOf(desk, 'EX02')];
  beforeAll(async () => {
    const states = [
      ", states: [{ service: Spooler, status: stopped, start: disabled, reason: r }, { registry: 'HKLM\\SOFTWARE\\New', name: n, dword: 1, reason: r }]",
    ];
    desk = await Desk.open({ EX01: overTheLimit, EX02: quiet }, { settings: { EX02: states.join() } });
    before = await now();
  });

  it.each([
    ['check by the inventory', ['check', 'EX02'], 2],
    ['check by the whole catalogue', ['check', 'EX01'], 2],
    ['check that may mount hives', ['check', 'all', '--load-hives'], 2],
    ['plan of a remedy with an effect', ['plan', 'EX01', ...SESSIONS], 2],
    ['plan of new keys and services', ['plan', 'EX02', '--undo-after', '8h'], 2],
    ['diagnose', ['diagnose', 'EX01', 'EX02'], 2],
    ['guard list', ['guard', 'list'], 0],
    ['explain', ['explain', 'EX01'], 0],
  ])('%s leaves a host as it is, to the last word of its state', async (_what, words, exitCode) => {
    const saved = words[0] === 'plan' ? ['-o', desk.path('p.json')] : [];
    expect((await desk.type(...words, ...saved)).exitCode).toBe(exitCode);
    expect(await now()).toEqual(before);
  });

  it('would be seen if it wrote: an apply of the same plan is', async () => {
    await desk.type('plan', 'EX02', '-o', desk.path('p.json'));
    expect((await desk.type('apply', desk.path('p.json'), '--yes')).exitCode).toBe(0);
    const [, applied] = await now();
    expect(applied).not.toEqual(before[1]);
    expect(applied).toMatchObject({ writes: expect.toSatisfy((count: number) => count > 2) });
  });
});
