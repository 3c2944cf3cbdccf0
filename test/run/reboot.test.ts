import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { UnreachableError } from '../../src/model/errors.ts';
import type { HostPlan } from '../../src/model/plan.ts';
import type { Transport } from '../../src/model/transport.ts';
import { requestsOfPlan } from '../../src/report/requests-of-plan.ts';
import { readLeftRuns } from '../../src/run/apply/left-runs.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { allowAll, dword, Lab, rebootOf, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const dwordValue = value('Dword');
const reboot = (delaySeconds = 0) => rebootOf(delaySeconds, dwordValue);
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
  const { context } = lab;
  lab.context = { ...context, limits: { ...context.limits, rebootSeconds: 1, pauseSeconds: 0.02 } };
});

const plan = (delaySeconds?: number) => planFor(lab, [wish(dwordValue, dword(64))], [reboot(delaySeconds)]);
const connection = (at: (count: number) => Promise<void> | void): void => {
  let count = 0;
  const simulated: Transport = {
    async start(...words) {
      count += 1;
      await at(count);
      return simulatedTransport.start(...words);
    },
  };
  lab.context = { ...lab.context, transports: { ...lab.context.transports, simulated } };
};
/** Connections are counted from the apply on. */
const applied = async (at: (count: number) => Promise<void> | void, delaySeconds?: number) => {
  const made = await plan(delaySeconds);
  connection(at);
  return applyIn(lab, made);
};
const leftRuns = async () => (await readLeftRuns(lab.context.data.runs)).get('ex01') ?? [];
const told = async (run: string) => tellHost((await lab.journal(run)).records, 'ex01');

describe('a reboot that was allowed', () => {
  it('comes after the run was kept, and its values are in force once a later start was seen', async () => {
    const made = await plan();
    const { outcomes, run } = await applyIn(lab, made);
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 2, notInForce: [] }]);
    expect(outcomes[0]?.summary).toBe('1 value set, reboot done, verified');
    const { records } = await lab.journal(run);
    const events = records.map(({ event }) => event);
    expect(events.slice(events.indexOf('kept'))).toEqual([
      ...[
        'kept',
        'effect-intended',
        'reboot-requested',
        'effect-done',
        'verified',
        'host-ended',
        'run-ended',
      ],
    ]);
    expect((await lab.state('ex01')).files.map(({ path }) => path)).not.toContain('lock.json');
    expect((await planFor(lab, [wish(dwordValue, dword(64))], [reboot()])).hosts[0]?.changes).toEqual([]);
    expect((await applyIn(lab, made)).outcomes).toMatchObject([{ status: 'nothing' }]);
  });

  it('sends what explain says, in that order', async () => {
    const made = await plan();
    const from = lab.events.length;
    await applyIn(lab, made);
    const sent = lab.events
      .slice(from)
      .flatMap((event) =>
        event.kind === 'line' && event.direction === 'sent' ? [JSON.parse(event.text)] : [],
      );
    const host = made.hosts[0] as HostPlan;
    const said = requestsOfPlan(host, lab.context.speaker, 60, 120);
    expect(sent.map(({ verb }) => verb)).toEqual(said.map(({ verb }) => verb));
    expect(sent.filter(({ verb }) => verb === 'observe').map(({ questions }) => questions)).toEqual(
      said
        .filter(({ verb }) => verb === 'observe')
        .map(({ body }) => (body as { questions: unknown }).questions),
    );
  });

  it('is told with what waited for it before and what still does', async () => {
    await lab.edit('ex01', (state) => {
      const path = 'HKLM\\SOFTWARE\\Microsoft\\Updates';
      state.registry.push({ path, values: [{ name: 'UpdateExeVolatile', kind: 'REG_DWORD', data: 1 }] });
    });
    const { outcomes } = await applyIn(lab, await plan());
    expect(outcomes[0]?.details).toEqual(
      expect.arrayContaining([
        'before: A reboot is pending: update.exe (UpdateExeVolatile is 1).',
        'after: A reboot is pending: update.exe (UpdateExeVolatile is 1).',
      ]),
    );
  });

  it('goes on while the host is away, and while it goes down a second time', async () => {
    const { outcomes } = await applied(async (count) => {
      if (count === 2 || count === 3) throw new UnreachableError('ex01: no route to host');
      if (count === 4)
        await lab.edit('ex01', (state) => (state.faults = [{ verb: 'get', fault: 'reboot', once: true }]));
    });
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 5 }]);
  });

  it('that takes the value away again is stuck, and says which', async () => {
    const { outcomes, exitCode } = await applied(async (count) => {
      if (count !== 2) return;
      await lab.edit('ex01', ({ registry }) => {
        const found = registry.flatMap(({ values }) => values).find(({ name }) => name === 'Dword');
        if (found) found.data = 7;
      });
    });
    expect(outcomes[0]).toMatchObject({
      status: 'stuck',
      summary: expect.stringMatching(/Dword" reads .*7/),
    });
    expect(exitCode).toBe(4);
  });

  it('asks once more when nobody heard the answer, and the host goes down once', async () => {
    await lab.edit(
      'ex01',
      (state) => (state.faults = [{ verb: 'effect', fault: 'drop-before', once: true }]),
    );
    const { outcomes } = await applyIn(lab, await plan());
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 3 }]);
  });
});

describe('a reboot that was not seen to happen', () => {
  it('is unfinished when the host does not come back; a later contact sees that it did', async () => {
    const { outcomes, exitCode, run } = await applied((count) => {
      if (count > 1) throw new UnreachableError('ex01: no route to host');
    });
    expect(outcomes[0]).toMatchObject({
      status: 'unfinished',
      notInForce: [expect.stringContaining('Dword')],
    });
    expect(exitCode).toBe(4);
    expect(await told(run)).toMatchObject({ end: 'kept', awaitsReboot: true });
    connection(() => {});
    const { found } = await findLeftBehind(lab.context, [...lab.hosts.values()]);
    const again = await recoverHosts(lab.context, found, lab.hosts, 'undo', undefined);
    expect(again.outcomes[0]).toMatchObject({ status: 'recovered' });
    expect(again.outcomes[0]?.summary).toMatch(/kept; Windows was started at .*, after it/);
    expect(await leftRuns()).toEqual([]);
    const made = await planFor(lab, [wish(dwordValue, dword(64))]);
    expect((await applyIn(lab, made)).outcomes).toMatchObject([{ status: 'nothing' }]);
  });

  it('is settled by the next apply just as well', async () => {
    await applied((count) => {
      if (count > 1) throw new UnreachableError('ex01: no route to host');
    });
    expect(await leftRuns()).toHaveLength(1);
    connection(() => {});
    const other = [wish(value('Other'), dword(1))];
    expect((await applyIn(lab, await planFor(lab, other))).outcomes).toMatchObject([{ status: 'applied' }]);
    expect(await leftRuns()).toEqual([]);
  });

  it('is unfinished when another machine comes back', async () => {
    const { outcomes } = await applied(async (count) => {
      if (count === 2) await lab.edit('ex01', ({ machine }) => (machine.guid = 'a-clone'));
    });
    expect(outcomes[0]).toMatchObject({
      status: 'unfinished',
      summary: expect.stringMatching(/another machine/),
    });
  });

  it('was cancelled on the host, which its log tells: the value is set, not in force', async () => {
    const { outcomes, exitCode, run } = await applied(async (count) => {
      if (count !== 2) return;
      await lab.edit('ex01', (state) => {
        delete state.shutdown;
        const at = '2026-01-15T08:00:01Z';
        state.clock = '2026-01-15T08:00:02Z';
        state.events.push({
          log: 'System',
          provider: 'User32',
          id: 1075,
          at,
          properties: [],
          message: 'aborted',
        });
      });
    }, 1);
    expect(outcomes[0]).toMatchObject({ status: 'differs', notInForce: [expect.stringContaining('Dword')] });
    expect(outcomes[0]?.summary).toMatch(/no reboot: it was cancelled on the host.*aborted/);
    expect(exitCode).toBe(2);
    expect((await told(run)).awaitsReboot).toBe(false);
  });

  it('is unfinished when the host answers on and on and says nothing of a cancellation', async () => {
    const { outcomes } = await applied(async (count) => {
      if (count === 2) await lab.edit('ex01', (state) => delete state.shutdown);
    }, 1);
    expect(outcomes[0]).toMatchObject({
      status: 'unfinished',
      summary: expect.stringMatching(/up since 2026-01-02/),
    });
  });

  it('is refused by the host: the value is set, not in force', async () => {
    const made = await plan();
    await lab.edit('ex01', ({ registry }) => registry.push({ path: 'HKLM\\Cluster', values: [] }));
    const { outcomes } = await applyIn(lab, made);
    expect(outcomes[0]).toMatchObject({ status: 'differs', notInForce: [expect.stringContaining('Dword')] });
    expect(outcomes[0]?.summary).toMatch(/no reboot: .*failover cluster/);
  });

  it('that was not allowed leaves the value set, not in force, without being told to', async () => {
    const { outcomes } = await applyIn(lab, await plan(), { ...allowAll, effect: () => false });
    expect(outcomes[0]).toMatchObject({
      status: 'applied',
      summary: '1 value set, verified; 1 value set, not in force',
      notInForce: [expect.stringContaining('Dword')],
    });
    expect((await lab.state('ex01')).shutdown).toBeUndefined();
    expect((await applyIn(lab, await plan())).outcomes).toMatchObject([{ summary: 'reboot done, verified' }]);
  });
});
