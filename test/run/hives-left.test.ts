import { expect, test } from 'vitest';
import { present } from '../../src/model/state.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { fireTimedUndo } from '../../src/run/recover/fire-timed-undo.ts';
import { allowAll, dword, Lab, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { ANNA, BERT, forUsers, mounts, userValue, withUsers } from './users.ts';

/** What nobody can unload keeps its user from logging on: no end of a run is quiet about it. */
async function heldForEver() {
  const lab = await Lab.open();
  await lab.add('pc01', (state) => {
    withUsers(state);
    state.clock = '2026-01-15T08:00:00Z';
  });
  lab.context = { ...lab.context, loadHives: true };
  const look = () => surveyFleet(lab.context, [...lab.hosts.values()], () => forUsers());
  const hold = () =>
    lab.edit('pc01', (state) => {
      for (const hive of state.hives ?? []) hive.heldOpen = -1;
    });
  return { lab, look, hold };
}

test('an apply whose hive cannot be unloaded ends stuck, with the name and the command, though its values are set', async () => {
  const { lab, look, hold } = await heldForEver();
  const plan = await makePlan(lab.context, await look());
  await hold();
  const { outcomes, exitCode } = await applyIn(lab, plan);
  const [name] = mounts(await lab.state('pc01'));
  expect(outcomes[0]?.status).toBe('stuck');
  expect(outcomes[0]?.summary).toContain(`reg unload "HKU\\${name}"`);
  expect(exitCode).toBe(4);
});

test('so does a check', async () => {
  const { look, hold } = await heldForEver();
  await hold();
  const [surveyed] = await look();
  expect(surveyed?.outcome.status).toBe('stuck');
  expect(surveyed?.outcome.summary).toContain('could not be unloaded (Access is denied.)');
});

test('so does an apply that is refused: that nothing was written is true, and not all that happened', async () => {
  const { lab, look, hold } = await heldForEver();
  const plan = await makePlan(lab.context, await look());
  await hold();
  await lab.edit('pc01', (state) => {
    for (const { path, values } of state.registry)
      if (path === `HKU\\${ANNA}\\Software\\App`) values[0] = { name: 'V', kind: 'REG_DWORD', data: 7 };
  });
  const { outcomes, exitCode } = await applyIn(lab, plan);
  expect(outcomes[0]?.summary).toMatch(/not as it was planned for.*could not be unloaded/);
  expect([outcomes[0]?.status, exitCode]).toEqual(['stuck', 4]);
});

test('so does a guarded run, whose word is a second session: the first has mounted, and cannot unload', async () => {
  const { lab, hold } = await heldForEver();
  await lab.edit('pc01', (state) => {
    const ipv4 = { active: 1500, persistent: 1500 };
    state.interfaces = [{ index: 12, alias: 'E', description: 'A', kind: 'physical', ipv4 }];
  });
  const mtu = { kind: 'interface-mtu', interface: 12, family: 'IPv4' } as const;
  const wishes = [wish(mtu, present({ active: 1400, persistent: 1400 })), wish(userValue(BERT), dword(1))];
  const plan = await planFor(lab, wishes);
  await hold();
  const { outcomes, exitCode } = await applyIn(lab, plan);
  expect(outcomes[0]).toMatchObject({ status: 'stuck', connections: 2 });
  expect(outcomes[0]?.summary).toContain('could not be unloaded');
  expect(exitCode).toBe(4);
});

test('so does an undo that mounts by itself: of a run for a time that is taken back now', async () => {
  const { lab, look, hold } = await heldForEver();
  const plan = await makePlan(lab.context, await look());
  const { run } = await applyIn(lab, plan, { ...allowAll, undoAfterSeconds: 3_600 });
  await hold();
  const fired = await fireTimedUndo(lab.context, lab.know('pc01'), run);
  expect(mounts(await lab.state('pc01'))).toHaveLength(1);
  expect(fired.outcomes[0]?.summary).toMatch(/is taken back: 2 values restored; .*could not be unloaded/);
  expect([fired.outcomes[0]?.status, fired.exitCode]).toEqual(['stuck', 4]);
});
