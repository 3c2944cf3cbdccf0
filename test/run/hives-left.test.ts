import { expect, test } from 'vitest';
import { makePlan } from '../../src/run/make-plan.ts';
import { surveyFleet } from '../../src/run/survey-fleet.ts';
import { Lab } from './lab.ts';
import { applyIn } from './lab-plan.ts';
import { forUsers, mounts, withUsers } from './users.ts';

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
