import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostOutcome } from '../../src/model/outcome.ts';
import type { Plan } from '../../src/model/plan.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import type { Hive } from '../../src/transports/simulated/state/state.ts';
import { Lab, settings } from './lab.ts';
import { applyIn } from './lab-plan.ts';
import { ANNA, BERT, forUsers, logOn, mounts, userData, withUsers } from './users.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
});
afterEach(async () => {
  for (const name of lab.hosts.keys()) expect(mounts(await lab.state(name)), 'mounted hives').toEqual([]);
});

const host = (bert: Partial<Hive> = {}) =>
  lab.add('pc01', (state) => {
    withUsers(state, bert);
    state.clock = '2026-01-15T08:00:00Z';
  });
const loadHives = (loads = true) => {
  lab.context = { ...lab.context, loadHives: loads };
};
const look = async (withDefault = false) => {
  const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () => forUsers(withDefault));
  return { outcome: surveyed[0]?.outcome as HostOutcome, plan: await makePlan(lab.context, surveyed) };
};
const answers = ({ profiles = [] }: Pick<HostOutcome, 'profiles'>) =>
  profiles.map(({ resource, answer }) => [resource.sid, answer]);
const applied = async (plan: Plan) => {
  const { outcomes, run } = await applyIn(lab, plan);
  return { outcome: outcomes[0] as HostOutcome, run };
};
const both = async () => {
  const state = await lab.state('pc01');
  return [userData(state, ANNA), userData(state, BERT)];
};
const events = async (run: string) => (await lab.journal(run)).records.map(({ event }) => event);

test('without --load-hives: who is logged on is done, the other is named, and nobody calls it done or compliant', async () => {
  await host();
  const before = settings(await lab.state('pc01'));
  const { outcome, plan } = await look();
  expect(outcome.status).toBe('unknown');
  expect(answers(outcome)).toEqual([
    [ANNA, 'differs'],
    [BERT, 'not-loaded'],
  ]);
  expect(settings(await lab.state('pc01'))).toEqual(before);
  const ended = await applied(plan);
  expect(ended.outcome.status).toBe('differs');
  expect(ended.outcome.summary).toContain('1 profile not reached: 1 not loaded (--load-hives mounts them)');
  expect(answers(ended.outcome)).toEqual([
    [ANNA, 'done'],
    [BERT, 'not-loaded'],
  ]);
  expect(await both()).toEqual([1, 0]);
});

test('with it: one wish, a change for each; mounts are in the plan and in the journal, and it goes back exactly', async () => {
  await host();
  loadHives();
  const before = settings(await lab.state('pc01'));
  const { outcome, plan } = await look();
  expect(outcome.status).toBe('differs');
  expect(plan.hosts[0]?.hives).toEqual([BERT]);
  expect(settings(await lab.state('pc01'))).toEqual(before);
  const ended = await applied(plan);
  expect(ended.outcome.status).toBe('applied');
  expect(answers(ended.outcome)).toEqual([
    [ANNA, 'done'],
    [BERT, 'done'],
  ]);
  expect(await both()).toEqual([1, 1]);
  const told = await events(ended.run);
  expect(told.filter((event) => event === 'hive-mounted').length).toBeGreaterThan(1);
  expect(told.filter((event) => event === 'hive-unmounted')).toHaveLength(
    told.filter((event) => event === 'hive-mounted').length,
  );
  expect((await look()).outcome.status).toBe('compliant');
  const back = await applied(await planRollback(lab.context, ended.run, lab.hosts, undefined));
  expect(back.outcome.status).toBe('applied');
  expect(settings(await lab.state('pc01'))).toEqual(before);
});

test('who logs on between plan, apply and rollback has the same value: it is reached under the SID', async () => {
  await host();
  loadHives();
  const { plan } = await look();
  await lab.edit('pc01', (state) => logOn(state, BERT));
  const ended = await applied(plan);
  expect(ended.outcome.status).toBe('applied');
  expect(await both()).toEqual([1, 1]);
  loadHives(false);
  await applied(await planRollback(lab.context, ended.run, lab.hosts, undefined));
  expect(await both()).toEqual([0, 0]);
});

test('a rollback without --load-hives leaves what it cannot reach alone, and says how to reach it', async () => {
  await host();
  loadHives();
  const { run } = await applied((await look()).plan);
  loadHives(false);
  const plan = await planRollback(lab.context, run, lab.hosts, undefined);
  expect(plan.hosts[0]?.conflicts).toEqual([expect.stringContaining('--load-hives mounts it')]);
  const back = await applied(plan);
  expect(back.outcome.status).toBe('stuck');
  expect(await both()).toEqual([0, 1]);
});

test('a hive in use is named as such, and the other profile is done', async () => {
  await host({ inUse: true });
  loadHives();
  const ended = await applied((await look()).plan);
  expect(answers(ended.outcome)).toEqual([
    [ANNA, 'done'],
    [BERT, 'in-use'],
  ]);
  expect(ended.outcome.status).toBe('differs');
});

test('a failed set puts both users back; the host mounts the hive for its undo by itself', async () => {
  await host();
  loadHives();
  const before = settings(await lab.state('pc01'));
  const { plan } = await look();
  await lab.edit('pc01', (state) => {
    state.faults = [{ verb: 'get', nth: 4, fault: 'fail', once: true }];
  });
  const ended = await applied(plan);
  expect(ended.outcome.status).toBe('restored');
  expect((await events(ended.run)).filter((event) => event === 'set-done')).toHaveLength(2);
  expect(settings(await lab.state('pc01'))).toEqual(before);
});

test('the default profile only where it is asked for, and never for done where it is not', async () => {
  await host();
  loadHives();
  expect(answers((await look()).outcome).map(([sid]) => sid)).toEqual([ANNA, BERT]);
  const { plan } = await look(true);
  expect(plan.hosts[0]?.hives).toEqual([BERT, 'default']);
  const ended = await applied(plan);
  expect(answers(ended.outcome)).toContainEqual(['default', 'done']);
});

test('a handle that stays open for a while is waited for, in a check too', async () => {
  await host({ heldOpen: 3 });
  loadHives();
  expect((await look()).outcome.status).toBe('differs');
  expect(lab.events).toContainEqual(
    expect.objectContaining({ step: expect.stringMatching(/^unloading Setright-/) }),
  );
});

test('a killed session leaves its mount; the next check says so, and recover takes it away', async () => {
  await host();
  loadHives();
  await lab.edit('pc01', (state) => {
    state.faults = [{ verb: 'get', nth: 2, fault: 'die', once: true }];
  });
  expect((await look()).outcome.status).toBe('unreachable');
  expect(mounts(await lab.state('pc01'))).toHaveLength(1);
  loadHives(false);
  const { outcome } = await look();
  expect(outcome.details).toEqual([
    expect.stringMatching(
      /still mounted as HKU\\Setright-.* by a session of Setright that has ended; setright recover/,
    ),
  ]);
  const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
  expect(found).toMatchObject([{ host: 'pc01', runs: [], hives: [{ sid: BERT, alive: false }] }]);
  const ended = await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
  expect(ended.outcomes[0]).toMatchObject({
    status: 'recovered',
    summary: '1 hive unmounted that an ended session had left',
  });
});

test('a run that was cut off in the middle of a hive is recovered without --load-hives: the undo reaches what was changed', async () => {
  await host();
  loadHives();
  const before = settings(await lab.state('pc01'));
  const { plan } = await look();
  await lab.edit('pc01', (state) => {
    state.faults = [
      { verb: 'set', nth: 2, fault: 'die', after: 2, once: true },
      { verb: 'undo', fault: 'die' },
    ];
  });
  lab.context = { ...lab.context, limits: { ...lab.context.limits, pauseSeconds: 0.01 } };
  const ended = await applied(plan);
  expect(ended.outcome.status).toBe('unfinished');
  await lab.edit('pc01', (state) => {
    state.faults = [];
  });
  loadHives(false);
  const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
  await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
  expect(settings(await lab.state('pc01'))).toEqual(before);
});
