import { beforeEach, describe, expect, it } from 'vitest';
import { asciiJson, mark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [wish(value('Dword'), dword(64))];
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** As if the line had come about over this host key. */
function showKey(hostKey: string): void {
  const { transports } = lab.context;
  const { simulated } = transports;
  const keyed: typeof simulated = {
    start: async (...asked) => ({ ...(await simulated.start(...asked)), hostKey }),
  };
  lab.context = { ...lab.context, transports: { ...transports, simulated: keyed } };
}

const refused = async (plan: Awaited<ReturnType<typeof planFor>>): Promise<string> => {
  const before = settings(await lab.state('ex01'));
  const { outcomes, exitCode } = await applyIn(lab, plan);
  expect(outcomes).toMatchObject([{ status: 'refused' }]);
  expect(exitCode).toBe(3);
  expect(settings(await lab.state('ex01'))).toEqual(before);
  return outcomes[0]?.summary ?? '';
};

/** Somebody else's PowerShell is at work there: that of a process which runs. */
function takenByBob({ processes, files }: HostState): void {
  const at = '2026-01-15T07:00:00.000Z';
  const process = { pid: 7777, startedAt: at };
  processes.push({ ...process, name: 'powershell' });
  const speaker = { version: '0.1.0', controller: 'other-ws', person: 'bob' };
  const lock = { schema: 'setright/host-lock@1', run: 'bobs-run', speaker, at, process, epoch: 1 };
  files.push({ path: 'lock.json', text: `${asciiJson(mark(lock))}\n` });
}

describe('a plan is applied only to the host it was made for, as it was', () => {
  it('not over another host key', async () => {
    showKey('SHA256:planned');
    const plan = await planFor(lab, wishes);
    showKey('SHA256:another');
    expect(await refused(plan)).toBe(
      'the plan was made over host key SHA256:planned, this line shows SHA256:another. Make a new plan',
    );
  });

  it('not when the inventory has lost it', async () => {
    const plan = await planFor(lab, wishes);
    lab.hosts.clear();
    expect(await refused(plan)).toMatch(
      /the inventory no longer names this host; nothing was done\. Name it there/,
    );
  });

  it('not when a state cannot be read any more', async () => {
    const plan = await planFor(lab, wishes);
    await lab.edit('ex01', ({ registry }) => {
      for (const key of registry) if (key.path.endsWith('Setright Test')) key.deny = 'read';
    });
    expect(await refused(plan)).toMatch(
      /Dword" cannot be read: Access .* is denied\. Nothing was written; make a new plan$/,
    );
  });

  it('not while somebody else is at work there, who is named', async () => {
    const plan = await planFor(lab, wishes);
    await lab.edit('ex01', takenByBob);
    expect(await refused(plan)).toMatch(
      /^run bobs-run of bob at other-ws is at work on the host since 2026-01-15T07:00:00.000Z\. Wait for it to end, or .* --break-lock bobs-run/,
    );
  });
});
