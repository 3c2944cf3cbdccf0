import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { journalPath } from '../../src/journal/journal.ts';
import { asciiJson, mark } from '../../src/model/line.ts';
import { readLeftRuns } from '../../src/run/apply/left-runs.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { allowAll, dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { leaveUnfinished } from './leave-unfinished.ts';

const wishes = [wish(value('Dword'), dword(64))];
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** The lock of a run whose PowerShell has ended without giving it back. */
const leaveLock = (run: string, controller: string) => (state: HostState) => {
  const lock = {
    schema: 'setright/host-lock@1',
    run,
    speaker: { version: '0.1.0', controller, person: 'ann' },
    at: '2026-01-15T07:00:00.000Z',
    process: { pid: 4711, startedAt: '2026-01-15T07:00:00.000Z' },
    epoch: 1,
  };
  state.files.push({ path: 'lock.json', text: `${asciiJson(mark(lock))}\n` });
};

describe('what an earlier run left on the host', () => {
  it('is undone first when it was ours, and the journal says so', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished(lab, wishes, 'admin-ws', 'ann');
    const next = await applyIn(lab, plan);
    expect(next.outcomes).toMatchObject([{ status: 'applied' }]);
    expect((await lab.journal(next.run)).records.find(({ event }) => event === 'undone')).toMatchObject({
      of: run,
      report: { state: 'restored' },
    });
  });

  it('of another controller is shown with its person, and broken only by the name of its run', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished(lab, wishes, 'other-ws', 'bob');
    const before = settings(await lab.state('ex01'));
    const refused = await applyIn(lab, plan);
    expect(refused.outcomes).toMatchObject([{ status: 'refused' }]);
    expect(refused.outcomes[0]?.summary).toMatch(/of bob at other-ws was left unfinished .* --break-lock/);
    expect(settings(await lab.state('ex01'))).toEqual(before);
    const wrong = await applyIn(lab, plan, { ...allowAll, breakLock: 'another-run' });
    expect(wrong.outcomes).toMatchObject([{ status: 'refused' }]);
    const broken = await applyIn(lab, plan, { ...allowAll, breakLock: run });
    expect(broken.outcomes).toMatchObject([{ status: 'applied' }]);
  });

  it('that cannot be undone whole refuses the host, names the conflict, and touches nothing', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished(lab, wishes, 'admin-ws', 'ann');
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
  });

  it('is not undone by a record that is not what we wrote there: a person is needed', async () => {
    const plan = await planFor(lab, wishes);
    const run = await leaveUnfinished(lab, wishes);
    await lab.edit('ex01', ({ files }) => {
      for (const file of files)
        if (file.path === `${run}\\record.json`) file.text = file.text.replace('"data":32', '"data":33');
    });
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
    expect(outcomes[0]?.summary).toContain(
      `the host's record of run ${run} is not what this controller wrote`,
    );
    expect(exitCode).toBe(4);
    const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
    const recovered = await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
    expect(recovered.outcomes).toMatchObject([{ status: 'stuck' }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('and had ended, leaves no lock behind: an apply that has nothing to set gives it back', async () => {
    const plan = await planFor(lab, wishes);
    const { run } = await applyIn(lab, plan);
    await lab.edit('ex01', leaveLock(run, 'admin-ws'));
    const next = await applyIn(lab, plan);
    expect(next.outcomes).toMatchObject([{ status: 'nothing' }]);
    expect((await lab.state('ex01')).files.some(({ path }) => path === 'lock.json')).toBe(false);
    expect((await lab.journal(next.run)).records).toContainEqual(
      expect.objectContaining({ event: 'lock-released', of: run }),
    );
  });

  it('is no hindrance where another run was named to be broken', async () => {
    const plan = await planFor(lab, wishes);
    await lab.edit('ex01', leaveLock('20260115-070000000-abc123', 'admin-ws'));
    const { outcomes } = await applyIn(lab, plan, { ...allowAll, breakLock: '20260115-060000000-abc123' });
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
  });

  it('and never wrote anything down there, of another controller, is broken by its name alone', async () => {
    const plan = await planFor(lab, wishes);
    const run = '20260115-070000000-abc123';
    await lab.edit('ex01', leaveLock(run, 'other-ws'));
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'refused' }]);
    const { outcomes } = await applyIn(lab, plan, { ...allowAll, breakLock: run });
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
  });

  it.each([
    ['a lock', 'lock.json', /its lock cannot be read.* remove %ProgramData%\\Setright\\lock\.json/],
    [
      'a record',
      'r1\\record.json',
      /run r1 was left there, and its record cannot be read.* move %ProgramData%\\Setright\\r1 away/,
    ],
  ])('is told by %s that cannot be read, with what to do on the host', async (_what, path, told) => {
    const plan = await planFor(lab, wishes);
    const before = settings(await lab.state('ex01'));
    await lab.edit('ex01', ({ files }) => files.push({ path, text: 'no json' }));
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'refused', summary: expect.stringMatching(told) }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('and what its lease restored without our hearing of it, is learnt by the next contact', async () => {
    const before = settings(await lab.state('ex01'));
    const run = await leaveUnfinished(lab, wishes, 'admin-ws', 'ann', 'drop-before');
    expect(settings(await lab.state('ex01'))).toEqual(before);
    expect((await readLeftRuns(lab.context.data.runs)).get('ex01')).toMatchObject([{ run }]);
    const next = await applyIn(lab, await planFor(lab, wishes));
    expect(next.outcomes).toMatchObject([{ status: 'applied' }]);
    expect((await lab.journal(next.run)).records).toContainEqual(
      expect.objectContaining({ event: 'settled', of: run, state: 'restored' }),
    );
    expect((await readLeftRuns(lab.context.data.runs)).size).toBe(0);
  });

  it('is unfinished still when the line is lost while it is undone', async () => {
    const plan = await planFor(lab, wishes);
    await leaveUnfinished(lab, wishes);
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'undo', fault: 'drop-after', once: true }];
    });
    const { outcomes, exitCode } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
    expect(exitCode).toBe(4);
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'applied' }]);
  });

  it('is looked for only in journals that may have left something, once they were read', async () => {
    const run = await leaveUnfinished(lab, wishes, 'admin-ws', 'ann');
    const { run: settling } = await applyIn(lab, await planFor(lab, wishes));
    const { runs } = lab.context.data;
    await readLeftRuns(runs);
    const unreadable = [run, settling].map((each) => journalPath(runs, each));
    for (const path of unreadable) await rm(path);
    expect((await readLeftRuns(runs)).size).toBe(0);
  });
});
