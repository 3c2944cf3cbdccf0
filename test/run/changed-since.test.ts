import { beforeEach, expect, it } from 'vitest';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Bench } from '../matrix/bench-host.ts';
import { dword, Lab, value, wanting, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const POLICY = 'SOFTWARE\\Policies\\Microsoft\\Windows NT\\RPC';
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

const write = (state: HostState, key: string, name: string, data: number): void => {
  const found = state.registry.find(({ path }) => path === `HKLM\\${key}`);
  if (found) found.values = [{ name, kind: 'REG_DWORD', data }];
};

/** The details of a check, once somebody has written 32 over the 64 that a run had kept. */
async function detailsAfter(key: string, sensitive = false) {
  const wishes = [wish(value('Limit', key), dword(64), { sensitive })];
  const { run } = await applyIn(lab, await planFor(lab, wishes));
  await lab.edit('ex01', (state) => write(state, key, 'Limit', 32));
  const [surveyed] = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanting(wishes));
  return { run, details: surveyed?.outcome.details ?? [] };
}

it('a kept value below a policy key that reads otherwise now: reverted since, likely by policy', async () => {
  const { run, details } = await detailsAfter(POLICY);
  expect(details).toHaveLength(1);
  expect(details[0]).toContain(
    `run ${run} set REG_DWORD 64 (0x40) and kept it; it reads REG_DWORD 32 (0x20) now: reverted since, likely by policy`,
  );
  expect(details[0]).toContain('gpresult');
});

it("what its own timed undo took back is nobody else's work, below a policy key too", async () => {
  const wishes = [wish(value('Limit', POLICY), dword(64), { undoAfterSeconds: 3_600 })];
  await applyIn(lab, await planFor(lab, wishes));
  await lab.edit('ex01', (state) => {
    state.clock = '2026-01-16T08:00:00Z';
  });
  const [surveyed] = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanting(wishes));
  expect(surveyed?.outcome.details).toEqual([
    expect.stringMatching(/It was for a time, until 2026-01-15T.*guard list/),
  ]);
  expect(surveyed?.outcome.details[0]).not.toContain('policy (');
});

it('elsewhere nobody is named: changed since', async () => {
  const { details } = await detailsAfter('SOFTWARE\\Setright Test\\Since');
  expect(details).toHaveLength(1);
  expect(details[0]).toMatch(/now: changed since$/);
});

it('a sensitive value is told without either state', async () => {
  const { details } = await detailsAfter(POLICY, true);
  expect(details).toHaveLength(1);
  expect(details[0]).not.toContain('REG_DWORD');
});

it('what was taken back since, or never touched, is no news', async () => {
  const wishes = [wish(value('Limit', POLICY), dword(64))];
  const [surveyed] = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanting(wishes));
  expect(surveyed?.outcome.details).toEqual([]);
});

it('a value below a policy key that changes before it is verified: reverted by policy, not just failed', async () => {
  const bench = await Bench.open({
    name: 'policy',
    wishes: [wish(value('Limit', POLICY), dword(64))],
    effects: [],
    rollsBack: false,
  });
  bench.reset();
  let sets = 0;
  bench.atRequest = ({ verb }) => {
    if (verb === 'set') sets += 1;
    if (verb === 'get' && sets > 0) bench.host.edit((state) => write(state, POLICY, 'Limit', 32));
  };
  if (!bench.plan) throw new Error('a bench without a plan');
  const { outcomes } = await applyIn(bench.lab, bench.plan);
  expect(outcomes[0]?.summary).toMatch(/REG_DWORD 32 \(0x20\) after it was set.*reverted by policy/);
  expect(outcomes[0]?.status).toBe('stuck');
});
