import { beforeEach, describe, expect, it } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import { allowAll, dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [wish(value('Dword'), dword(64))];
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** A run of `person` at `controller` whose PowerShell died in its first set, and whose host then stayed away. */
async function leaveUnfinished(controller: string, person: string): Promise<string> {
  const { speaker, transports } = lab.context;
  const plan = await planFor(lab, wishes);
  await lab.edit('ex01', (state) => {
    state.faults = [{ verb: 'keep', fault: 'die', once: true }];
  });
  let isFirst = true;
  lab.context = {
    ...lab.context,
    speaker: { ...speaker, controller, person },
    transports: {
      ...transports,
      simulated: {
        start: (host, args, signal) => {
          if (!isFirst) return Promise.reject(new UnreachableError('ex01: no route to host'));
          isFirst = false;
          return transports.simulated.start(host, args, signal);
        },
      },
    },
  };
  const { run, outcomes } = await applyIn(lab, plan);
  expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
  lab.context = { ...lab.context, speaker, transports };
  return run;
}

describe('what an earlier run left on the host', () => {
  it('is undone first when it was ours, and the journal says so', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished('admin-ws', 'ann');
    const next = await applyIn(lab, plan);
    expect(next.outcomes).toMatchObject([{ status: 'applied' }]);
    expect((await lab.journal(next.run)).records.find(({ event }) => event === 'undone')).toMatchObject({
      of: run,
      report: { state: 'restored' },
    });
  }, 20_000);

  it('of another controller is shown with its person, and broken only by the name of its run', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished('other-ws', 'bob');
    const before = settings(await lab.state('ex01'));
    const refused = await applyIn(lab, plan);
    expect(refused.outcomes).toMatchObject([{ status: 'refused' }]);
    expect(refused.outcomes[0]?.summary).toMatch(/of bob at other-ws was left unfinished .* --break-lock/);
    expect(settings(await lab.state('ex01'))).toEqual(before);
    const wrong = await applyIn(lab, plan, { ...allowAll, breakLock: 'another-run' });
    expect(wrong.outcomes).toMatchObject([{ status: 'refused' }]);
    const broken = await applyIn(lab, plan, { ...allowAll, breakLock: run });
    expect(broken.outcomes).toMatchObject([{ status: 'applied' }]);
  }, 20_000);

  it('that cannot be undone whole refuses the host, names the conflict, and touches nothing', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished('admin-ws', 'ann');
    await lab.edit('ex01', (state) => {
      for (const { values } of state.registry)
        for (const entry of values) if (entry.name === 'Dword' && entry.data === 64) entry.data = 77;
    });
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes[0]?.summary).toContain(run);
    expect(outcomes[0]?.summary).toMatch(/Dword.*conflict/);
    expect(outcomes).toMatchObject([{ status: 'stuck' }]);
    expect(exitCode).toBe(4);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  }, 20_000);
});
