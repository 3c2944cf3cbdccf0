import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import type { Plan } from '../../src/model/plan.ts';
import { present } from '../../src/model/state.ts';
import { digestHolds } from '../../src/plan/digest.ts';
import { readLeftRuns } from '../../src/run/apply/left-runs.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { fireTimedUndo } from '../../src/run/recover/fire-timed-undo.ts';
import { readGuards } from '../../src/run/recover/host-guards.ts';
import { findLeftBehind } from '../../src/run/recover/recover.ts';
import { allowAll, dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const HOURS = 8 * 3_600;
const forHours = wish(value('Dword'), dword(64), { undoAfterSeconds: HOURS });
const stop = wish({ kind: 'service-status', service: 'Spooler' }, present('stopped'), {
  undoAfterSeconds: HOURS,
});
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

const data = async (name = 'Dword') =>
  (await lab.state('ex01')).registry
    .find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test')
    ?.values.find((each) => each.name === name)?.data;

/** The host's clock; whoever looks next finds what was due done. */
const at = (clock: string) =>
  lab.edit('ex01', (state) => {
    state.clock = clock;
  });

/** Any contact: on the simulated host the scheduler runs when somebody looks. */
const look = async () => planFor(lab, []);
const guards = (runs: readonly string[] = []) => readGuards(lab.context, lab.know('ex01'), runs);

describe('a run that is kept for a time', () => {
  it('is applied, with its undo armed before anything is set, and taken back when that is due', async () => {
    const before = settings(await lab.state('ex01'));
    const plan = await planFor(lab, [forHours]);
    expect(plan.hosts[0]?.undoAfterSeconds).toBe(HOURS);
    const { outcomes, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 1 }]);
    expect(outcomes[0]?.summary).toContain('the host takes it back by itself at 2026-01-15T16:00:');
    const { records } = await lab.journal(run);
    const events = records.map(({ event }) => event);
    expect(events.indexOf('timed-undo-armed')).toBeGreaterThan(events.indexOf('record-written'));
    expect(events.indexOf('timed-undo-armed')).toBeLessThan(events.indexOf('set-intended'));
    expect(await guards()).toMatchObject([{ run, kind: 'timed undo', state: 'armed', record: 'kept' }]);

    await at('2026-01-15T15:59:00Z');
    await look();
    expect(await data()).toBe(64);
    await at('2026-01-15T16:00:30Z');
    await look();
    expect(settings(await lab.state('ex01'))).toEqual(before);
    expect(await guards([run])).toMatchObject([{ run, state: 'fired', standing: false, record: 'restored' }]);
  });

  it('survives a boot, and fires after the next one when the host was off at the time', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [forHours]));
    const reboots = async () => {
      await lab.edit('ex01', (state) => {
        state.faults = [{ verb: 'observe', fault: 'reboot', once: true }];
      });
      await look();
    };
    await reboots();
    expect((await lab.state('ex01')).clock).toMatch(/T08:0[5-9]/);
    expect(await data()).toBe(64);
    expect(await guards()).toMatchObject([{ run, state: 'armed' }]);
    await at('2026-01-17T09:00:00Z');
    await look();
    expect(await data()).toBe(32);
  });

  it('leaves what a later run set, and says so to recover', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [forHours]));
    await applyIn(lab, await planFor(lab, [wish(value('Dword'), dword(7))]));
    await at('2026-01-16T00:00:00Z');
    const { found } = await findLeftBehind(lab.context, [lab.know('ex01')]);
    expect(await data()).toBe(7);
    expect(found).toMatchObject([{ host: 'ex01', runs: [{ run, state: 'stuck' }] }]);
    expect(await guards([run])).toMatchObject([{ run, state: 'fired', record: 'stuck' }]);
  });

  it('is nothing that recover would settle, and what came of it is learnt by the next apply', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [forHours]));
    expect((await findLeftBehind(lab.context, [lab.know('ex01')])).found).toEqual([]);
    await at('2026-01-16T00:00:00Z');
    const next = await applyIn(lab, await planFor(lab, [wish(value('Sz'), dword(1))]));
    expect(tellHost((await lab.journal(next.run)).records, 'ex01').settled).toEqual([
      { of: run, state: 'restored' },
    ]);
    expect(await readLeftRuns(lab.context.data.runs)).toEqual(new Map());
  });

  it('is made whole by its rollback, which takes the task away', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [forHours]));
    const back = await applyIn(lab, await planRollback(lab.context, run, lab.hosts, undefined));
    expect(back.outcomes).toMatchObject([{ status: 'applied' }]);
    expect(await data()).toBe(32);
    expect((await lab.state('ex01')).tasks).toEqual([]);
    expect(await readLeftRuns(lab.context.data.runs)).toEqual(new Map());
  });

  it('is not taken back now by a record that is not what we wrote there', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [forHours]));
    await lab.edit('ex01', ({ files }) => {
      for (const file of files)
        if (file.path === `${run}\\record.json`) file.text = file.text.replace('"data":32', '"data":33');
    });
    const { outcomes, exitCode } = await fireTimedUndo(lab.context, lab.know('ex01'), run);
    expect(outcomes[0]?.summary).toContain('is not what this controller wrote there');
    expect([outcomes[0]?.status, exitCode, await data()]).toEqual(['unfinished', 4, 64]);
  });

  it('is guarded too where it stops a service: confirmed first, taken back when due', async () => {
    const { outcomes } = await applyIn(lab, await planFor(lab, [stop]));
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    expect((await lab.state('ex01')).tasks).toMatchObject([{ due: expect.any(String) }]);
    await at('2026-01-16T00:00:00Z');
    await look();
    const { services, tasks } = await lab.state('ex01');
    expect(services.find(({ name }) => name === 'Spooler')?.status).toBe('running');
    expect(tasks).toEqual([]);
  });
});

it.each(['stopped', 'deaf'] as const)(
  'a host whose scheduler is %s is refused, nothing written',
  async (how) => {
    const plan = await planFor(lab, [forHours]);
    await lab.edit('ex01', (state) => {
      state.scheduler = how;
    });
    const { outcomes, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'refused' }]);
    expect(outcomes[0]?.summary).toMatch(/timed undo could not be armed.*Nothing was written/);
    expect(await data()).toBe(32);
    expect(tellHost((await lab.journal(run)).records, 'ex01').end).toBe('nothing');
  },
);

it('an apply that fails after it was armed takes its task away', async () => {
  const plan = await planFor(lab, [forHours]);
  await lab.edit('ex01', (state) => {
    state.faults = [{ verb: 'set', fault: 'fail', once: true }];
  });
  expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'restored' }]);
  expect((await lab.state('ex01')).tasks).toEqual([]);
});

it('the person at the apply may ask for it where the plan does not, and for another time', async () => {
  const asked = { ...allowAll, undoAfterSeconds: 86_400 };
  const { outcomes } = await applyIn(lab, await planFor(lab, [wish(value('Dword'), dword(64))]), asked);
  expect(outcomes[0]?.summary).toContain('by itself at 2026-01-16T08:00:');
});

it('the time is under the seal of the plan', async () => {
  const plan = await planFor(lab, [forHours]);
  const edited: Plan = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, undoAfterSeconds: 300 })) };
  expect(digestHolds(plan)).toBe(true);
  expect(digestHolds(edited)).toBe(false);
});

it('what is to last and what is not cannot be one plan', async () => {
  const plan = await planFor(lab, [forHours, wish(value('Sz'), dword(1))]);
  expect(plan.leftOut).toMatchObject([{ why: expect.stringMatching(/is for a time, .* is to last/) }]);
});
