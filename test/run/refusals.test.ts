import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { present } from '../../src/model/state.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { allowAll, dword, Lab, restartOf, settings, value, wanting, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { leaveUnfinished } from './leave-unfinished.ts';

const toDword = wish(value('Dword'), dword(64));
const status = (service: string) => ({ kind: 'service-status', service }) as const;
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

describe('a host is refused, with nothing written,', () => {
  it('when it cannot write its own record', async () => {
    const plan = await planFor(lab, [toDword]);
    await lab.edit('ex01', (state) => {
      state.room = 0;
    });
    const before = settings(await lab.state('ex01'));
    const { outcomes, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'refused' }]);
    expect(outcomes[0]?.summary).toMatch(/not enough space on the disk.*Nothing was written/);
    expect(settings(await lab.state('ex01'))).toEqual(before);
    expect(tellHost((await lab.journal(run)).records, 'ex01').end).toBe('nothing');
  });

  it('when somebody else made the folder of its record', async () => {
    const plan = await planFor(lab, [toDword]);
    await lab.edit('ex01', (state) => {
      state.planted = [''];
    });
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unknown' }]);
    expect(outcomes[0]?.summary).toMatch(/made by somebody else. Look at it, then remove it/);
    expect(exitCode).toBe(5);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('when a state cannot be read: it is never changed', async () => {
    const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () =>
      wanting([wish(value('Link'), dword(1))]),
    );
    expect(surveyed[0]).toMatchObject({ plan: undefined, outcome: { status: 'unknown' } });
    expect(surveyed[0]?.outcome.summary).toMatch(/Link.*could not be read.*left as it is/);
  });
});

describe('what is set, but not in force,', () => {
  const restart = restartOf('MSExchangeIS', toDword.resource);
  const keep = { ...allowAll, effect: () => false, keepWithoutEffects: true };

  it('is put in force by a later run of the same plan, which sets nothing', async () => {
    const plan = await planFor(lab, [toDword], [restart]);
    await applyIn(lab, plan, keep);
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes[0]?.summary).toBe('service.restart MSExchangeIS done, verified');
  });

  it('needs no restart any more when somebody else restarted the service', async () => {
    const plan = await planFor(lab, [toDword], [restart]);
    const { run } = await applyIn(lab, plan, keep);
    await lab.edit('ex01', (state) => {
      for (const service of state.services)
        if (service.name === 'MSExchangeIS') service.startedAt = '2026-01-16T00:00:00Z';
    });
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'nothing' }]);
    // And so its rollback has to put the old value in force again.
    const back = await planRollback(lab.context, run, lab.hosts, undefined);
    expect(back.hosts[0]?.effects).toHaveLength(1);
  });
});

describe('a service that we started', () => {
  it('stops again in a rollback', async () => {
    const before = settings(await lab.state('ex01'));
    const { run, outcomes } = await applyIn(
      lab,
      await planFor(lab, [wish(status('MSExchangePop3'), present('running'))]),
    );
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    const back = await planRollback(lab.context, run, lab.hosts, undefined);
    expect((await applyIn(lab, back)).outcomes).toMatchObject([{ status: 'applied' }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });
});

describe('a look at a host on which a run is unfinished', () => {
  it.each([
    ['differs', 65],
    ['reads as wanted', 64],
  ])('that %s gives no plan and no verdict: what it reads may yet be undone', async (_what, want) => {
    const run = await leaveUnfinished(lab, [toDword]);
    const wanted = wanting([wish(toDword.resource, dword(want))]);
    const [surveyed] = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanted);
    expect(surveyed).toMatchObject({ plan: undefined, outcome: { status: 'unknown' } });
    expect(surveyed?.outcome.summary).toMatch(
      new RegExp(`run ${run} of ann .*unfinished on this host.*setright recover ex01`),
    );
    expect(surveyed?.outcome.findings).toHaveLength(1);
  });
});
