import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import type { Precondition } from '../../src/model/precondition.ts';
import { present } from '../../src/model/state.ts';
import type { Process } from '../../src/transports/simulated/state/state.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { leaveUnfinished } from './leave-unfinished.ts';

const SID = 'S-1-5-21-1-2-3-1104';
const outlook: Process = {
  pid: 6120,
  name: 'OUTLOOK.EXE',
  startedAt: '2026-01-15T07:00:00Z',
  session: 2,
  owner: 'CORP\\ann',
  sid: SID,
};
const closed = (more: Partial<Precondition> = {}): Precondition => ({
  kind: 'application.close',
  application: 'outlook.exe',
  reason: 'it reads this when it starts',
  resources: [value('Dword')],
  ...more,
});
let lab: Lab;

const opened = (...processes: Process[]) => lab.edit('ex01', (state) => state.processes.push(...processes));
const close = () =>
  lab.edit('ex01', (state) => {
    state.processes = state.processes.filter(({ name }) => name !== outlook.name);
  });
const plan = (precondition = closed(), wishes = [wish(value('Dword'), dword(64))]) =>
  planFor(lab, wishes, [], [precondition]);
const waitFor = (closeSeconds: number): void => {
  lab.context = { ...lab.context, limits: { ...lab.context.limits, closeSeconds, pauseSeconds: 0.05 } };
};

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

describe('a program that has to be closed first', () => {
  it('keeps the host as it is while it runs, and says who has it open', async () => {
    await opened(outlook);
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode, run } = await applyIn(lab, await plan());
    expect(outcomes[0]).toMatchObject({ status: 'waits', connections: 1 });
    expect(outcomes[0]?.summary).toContain('waits: outlook.exe runs in session 2 of CORP\\ann: it has to be');
    expect(exitCode).toBe(2);
    const state = await lab.state('ex01');
    expect(settings(state)).toEqual(before);
    expect(state.files).toEqual([]);
    expect(state.processes.some(({ pid }) => pid === outlook.pid)).toBe(true);
    expect(tellHost((await lab.journal(run)).records, 'ex01').end).toBe('nothing');
  });

  it('waits after an earlier run was undone, and the outcome says both', async () => {
    const before = settings(await lab.state('ex01'));
    const made = await plan();
    const left = await leaveUnfinished(lab, [wish(value('Other'), dword(1))]);
    await opened(outlook);
    const { outcomes } = await applyIn(lab, made);
    expect(outcomes).toMatchObject([{ status: 'waits' }]);
    expect(outcomes[0]?.summary).toMatch(
      new RegExp(
        `^the unfinished run ${left} was undone: restored and verified; of this run: waits: outlook`,
      ),
    );
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it("is in nobody's way when it does not run, or when nothing is to be set that waits for it", async () => {
    expect((await applyIn(lab, await plan())).outcomes).toMatchObject([{ status: 'applied' }]);
    await opened(outlook);
    expect((await applyIn(lab, await plan())).outcomes).toMatchObject([{ status: 'nothing' }]);
    const other = await plan(closed(), [wish(value('Other'), dword(1))]);
    expect((await applyIn(lab, other)).outcomes).toMatchObject([{ status: 'applied' }]);
  });

  it('counts in the sessions of the profiles that are named, and where nobody can tell whose it is', async () => {
    await opened({ ...outlook, sid: 'S-1-5-21-1-2-3-1105' });
    const ofAnn = closed({ profiles: [SID] });
    expect((await applyIn(lab, await plan(ofAnn))).outcomes).toMatchObject([{ status: 'applied' }]);
    await close();
    await opened({ ...outlook, owner: '', sid: '' });
    const back = await plan(ofAnn, [wish(value('Dword'), dword(7))]);
    expect((await applyIn(lab, back)).outcomes).toMatchObject([
      { status: 'waits', summary: expect.stringContaining('in session 2 of somebody') },
    ]);
  });

  it('is waited for as long as it was asked', async () => {
    const made = await plan();
    await opened(outlook);
    waitFor(20);
    const closing = setTimeout(() => void close(), 300);
    const { outcomes } = await applyIn(lab, made);
    clearTimeout(closing);
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    expect(lab.events).toContainEqual(
      expect.objectContaining({
        kind: 'host-step',
        step: expect.stringMatching(/^waits: outlook\.exe runs/),
      }),
    );
  });

  it('opened again between the backup and the first set ends the run with nothing written', async () => {
    const stop = wish({ kind: 'service-status', service: 'Spooler' }, present('stopped'));
    const made = await plan(closed(), [wish(value('Dword'), dword(64)), stop]);
    const watch = lab.context.watch;
    let opening: Promise<void> | undefined;
    lab.context = {
      ...lab.context,
      watch: (event) => {
        watch(event);
        if (event.kind === 'host-step' && event.step === 'writing the backup') opening ??= opened(outlook);
      },
    };
    const before = settings(await lab.state('ex01'));
    const { outcomes, run } = await applyIn(lab, made);
    await opening;
    expect(outcomes).toMatchObject([{ status: 'waits' }]);
    const state = await lab.state('ex01');
    expect(settings(state)).toEqual(before);
    expect(state.files.map(({ path }) => path)).not.toContain('lock.json');
    expect(state.tasks ?? []).toEqual([]);
    expect(tellHost((await lab.journal(run)).records, 'ex01').end).toBe('nothing');
  });
});
