import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/model/progress.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { dword, Lab, restartOf, settings, value, wanting, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** Ctrl-C when the run tells of this step. */
function interruptAt(step: RegExp, times = 1): void {
  const { watch, cancellation } = lab.context;
  lab.context = {
    ...lab.context,
    watch: (event: RunEvent) => {
      watch(event);
      if (event.kind === 'host-step' && step.test(event.step) && !cancellation.stopping)
        for (let time = 0; time < times; time += 1) cancellation.interrupt();
    },
  };
}

describe('Ctrl-C', () => {
  it('once, before all is set, puts the host back; the run ends 130', async () => {
    const plan = await planFor(lab, wishes);
    const before = settings(await lab.state('ex01'));
    interruptAt(/^setting .*New/);
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(/cancelled before all values were set; restored and verified/);
    expect(exitCode).toBe(130);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('once, when all is verified, lets the host finish', async () => {
    const plan = await planFor(lab, wishes);
    interruptAt(/^verifying/);
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    expect(exitCode).toBe(0);
  });

  it('once, begins no effect any more: what cannot be taken back has not happened', async () => {
    const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
    const before = await lab.state('ex01');
    interruptAt(/^verifying/);
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(/cancelled before service.restart MSExchangeIS/);
    expect(exitCode).toBe(130);
    const after = await lab.state('ex01');
    expect(settings(after)).toEqual(settings(before));
    expect(after.services.map(({ pid }) => pid)).toEqual(before.services.map(({ pid }) => pid));
  });

  it('once, begins no further host', async () => {
    await lab.add('ex02');
    const plan = await planFor(lab, wishes);
    interruptAt(/^verifying/);
    lab.context = { ...lab.context, limits: { ...lab.context.limits, parallel: 1 } };
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'cancelled']);
    expect((await lab.state('ex02')).files).toEqual([]);
  });

  it('twice, drops the line: the host is unfinished, ends 4, and undoes by itself', async () => {
    const plan = await planFor(lab, wishes);
    const before = settings(await lab.state('ex01'));
    interruptAt(/^setting .*Dword/, 2);
    const { outcomes, exitCode, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
    expect(exitCode).toBe(4);
    expect(outcomes[0]?.summary).toContain(run);
    lab.restart();
    const next = await applyIn(lab, plan);
    expect(next.outcomes).toMatchObject([{ status: 'applied' }]);
    expect(settings(await lab.state('ex01'))).not.toEqual(before);
  });

  it('is heard between simulated hosts too, which wait for nothing', async () => {
    for (const name of ['ex02', 'ex03', 'ex04']) await lab.add(name);
    lab.context = { ...lab.context, limits: { ...lab.context.limits, parallel: 1 } };
    setImmediate(() => lab.context.cancellation.interrupt());
    const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanting(wishes));
    expect(surveyed.at(-1)?.outcome.status).toBe('cancelled');
  });
});
