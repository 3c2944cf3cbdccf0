import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '../../src/model/state.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { allowAll, dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { leaveCutOff } from './leave-unfinished.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Second', 'SOFTWARE\\Setright Test\\A\\B'), dword(2)),
  wish(value('Dword'), dword(64)),
  wish(value('Sz'), { status: 'absent', missing: 'value' }),
];
const restart = restartOf('MSExchangeIS', value('Dword'));
let lab: Lab;
let before: ReturnType<typeof settings>;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
  before = settings(await lab.state('ex01'));
});

const rollback = (run: string) => planRollback(lab.context, run, lab.hosts, undefined);

const setDword = (data: number) => (state: HostState) => {
  for (const { path, values } of state.registry)
    if (path === 'HKLM\\SOFTWARE\\Setright Test')
      for (const entry of values) if (entry.name === 'Dword') entry.data = data;
};

describe('a rollback', () => {
  it('is a plan in reverse, and leaves the host exactly as it was', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes));
    const plan = await rollback(run);
    expect(plan.undoes).toBe(run);
    expect(plan.hosts[0]?.changes.map(({ after }) => after.status)).toEqual([
      'present',
      'present',
      'absent',
      'absent',
    ]);
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'applied' }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it.each([
    ['stopped and disabled', 'Spooler', 'stopped', 'disabled'],
    ['enabled and started', 'Off', 'running', 'manual'],
  ])('of a service that was %s leads back, whichever was stated first', async (_what, service, ...want) => {
    const [status, start] = want;
    const both = [
      wish({ kind: 'service-start-type', service }, present(start)),
      wish({ kind: 'service-status', service }, present(status)),
    ];
    for (const stated of [both, both.toReversed()]) {
      const { run, outcomes } = await applyIn(lab, await planFor(lab, stated));
      expect(outcomes).toMatchObject([{ status: 'applied' }]);
      expect((await applyIn(lab, await rollback(run))).outcomes).toMatchObject([{ status: 'applied' }]);
      expect(settings(await lab.state('ex01'))).toEqual(before);
    }
  });

  it('has its own effects: what had come in force must be put out of force', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes, [restart]));
    const plan = await rollback(run);
    expect(plan.hosts[0]?.effects).toMatchObject([
      { kind: 'service.restart', target: { service: 'MSExchangeIS' } },
    ]);
    expect((await applyIn(lab, plan)).outcomes[0]?.summary).toMatch(/service.restart MSExchangeIS done/);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('needs no effect for values that never came in force', async () => {
    const keep = { ...allowAll, effect: () => false, keepWithoutEffects: true };
    const { run } = await applyIn(lab, await planFor(lab, wishes, [restart]), keep);
    expect((await rollback(run)).hosts[0]?.effects).toEqual([]);
  });

  it('leaves alone what somebody else wrote since, names it and ends stuck', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes));
    await lab.edit('ex01', setDword(77));
    const plan = await rollback(run);
    expect(plan.hosts[0]?.conflicts).toEqual([expect.stringMatching(/Dword.*77.*not what we wrote/)]);
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'stuck' }]);
    expect(outcomes[0]?.summary).toMatch(/3 values set; left alone: .*Dword/);
    expect(exitCode).toBe(4);
    await lab.edit('ex01', setDword(32));
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('finds nothing to do where all reads as before already', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [wish(value('Dword'), dword(64))]));
    await lab.edit('ex01', setDword(32));
    const plan = await rollback(run);
    expect(plan.hosts[0]?.changes).toEqual([]);
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'nothing' }]);
  });

  it('can itself be rolled back', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes));
    const applied = settings(await lab.state('ex01'));
    const back = await applyIn(lab, await rollback(run));
    await applyIn(lab, await rollback(back.run));
    expect(settings(await lab.state('ex01'))).toEqual(applied);
  });

  it('refuses a run that changed nothing, one that is not there, and another machine', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [wish(value('Dword'), dword(32))]));
    await expect(rollback(run)).rejects.toThrow(/changed nothing on any host/);
    await expect(rollback('20200101')).rejects.toThrow(/no such run/);
    const other = await applyIn(lab, await planFor(lab, wishes));
    await lab.edit('ex01', (state) => {
      state.machine.guid = 'reinstalled';
    });
    expect((await rollback(other.run)).leftOut[0]?.why).toMatch(/another machine answers now/);
  });

  it('that was cut off is settled before the same run is taken back again: never half of it', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes));
    const cut = await leaveCutOff(lab, await rollback(run), {
      verb: 'set',
      nth: 3,
      fault: 'die',
      once: true,
    });
    const again = await rollback(run);
    expect(again.hosts).toEqual([]);
    expect(again.leftOut[0]?.why).toMatch(
      new RegExp(`run ${cut} of ann .*is unfinished on this host.*setright recover ex01`),
    );
    const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
    await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
    expect((await applyIn(lab, await rollback(run))).outcomes).toMatchObject([{ status: 'applied' }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });
});
