import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { UnreachableError } from '../../src/model/errors.ts';
import type { HostPlan } from '../../src/model/plan.ts';
import type { InterfaceMtu, Mtu, Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import type { Transport } from '../../src/model/transport.ts';
import { planText } from '../../src/report/plan-text.ts';
import { requestsOfPlan } from '../../src/report/requests-of-plan.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import type { Fault } from '../../src/transports/simulated/state/state.ts';
import { dword, Lab, restartOf, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const v4: InterfaceMtu = { kind: 'interface-mtu', interface: 12, family: 'IPv4' };
const mtu = (active: number, persistent: number | null): State => present({ active, persistent });
const lasting = wish(v4 as Resource, mtu(1400, 1400));
const NOT_SET: Mtu = { active: 1500, persistent: null };
let lab: Lab;

async function openLab(ipv4: Mtu, faults: Fault[] = []): Promise<void> {
  lab = await Lab.open();
  await lab.add('ex01', (state) => {
    state.interfaces = [{ index: 12, alias: 'E', description: 'A', kind: 'physical', ipv4: { ...ipv4 } }];
    state.faults = faults;
  });
}

beforeEach(() => openLab(NOT_SET));

const held = async () => (await lab.state('ex01')).interfaces?.[0]?.ipv4;
const sent = () =>
  lab.events.flatMap((event) =>
    event.kind === 'line' && event.direction === 'sent' ? [JSON.parse(event.text)] : [],
  );

/** Before the second connection of the apply comes about: with the trial in force. */
async function appliedWith(atSecond: () => Promise<void> | void, wishes = [lasting]) {
  const plan = await planFor(lab, wishes);
  let count = 0;
  const simulated: Transport = {
    async start(...words) {
      count += 1;
      if (count === 2) await atSecond();
      return simulatedTransport.start(...words);
    },
  };
  lab.context = { ...lab.context, transports: { ...lab.context.transports, simulated } };
  return applyIn(lab, plan);
}

describe('an MTU that is to last', () => {
  it('is in the active store alone when the new connection comes about, and in both when it is kept', async () => {
    let meanwhile: unknown;
    const { outcomes, run } = await appliedWith(async () => {
      meanwhile = await held();
    });
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    expect(meanwhile).toEqual({ active: 1400, persistent: null });
    expect(await held()).toEqual({ active: 1400, persistent: 1400 });
    const { records } = await lab.journal(run);
    const events = records.map(({ event }) => event);
    expect(events.slice(events.indexOf('guard-armed'))).toEqual([
      ...['guard-armed', 'set-intended', 'tried', 'verified', 'verified', 'set-intended', 'set-done'],
      ...['verified', 'kept', 'guard-removed', 'host-ended', 'run-ended'],
    ]);
    expect(tellHost(records, 'ex01').begun).toEqual(['c1']);
  });

  it('goes along with values and restarts, and sends what explain says, in that order', async () => {
    const plan = await planFor(
      lab,
      [wish(value('Dword'), dword(64)), lasting, wish(value('Other'), dword(1))],
      [restartOf('MSExchangeIS', value('Dword'))],
    );
    const from = sent().length;
    expect((await applyIn(lab, plan)).outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    const said = requestsOfPlan(plan.hosts[0] as HostPlan, lab.context.speaker, 60, 120);
    expect(said.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['guard', 'try', 'effect', 'set', 'yield', 'confirm']),
    );
    const now = sent().slice(from);
    expect(now.map(({ verb }) => verb)).toEqual(said.map(({ verb }) => verb));
    const states = ({ change, expect: expected, want }: Record<string, unknown>) => [change, expected, want];
    const setting = ({ verb }: { verb: string }) => verb === 'set' || verb === 'try';
    expect(now.filter(setting).map(states)).toEqual(
      said.filter(setting).map(({ body }) => states(body as Record<string, unknown>)),
    );
  });

  it('is told by its plan to come back whole until it is confirmed', async () => {
    const look = { width: 200, paint: (_tone: unknown, text: string) => text };
    const text = planText(await planFor(lab, [lasting]), look);
    expect(text).toContain('c1 can be taken back: partly; wholly until it is confirmed');
    const active = planText(await planFor(lab, [wish(v4, mtu(1400, null))]), look);
    expect(active).not.toContain('partly');
  });
});

describe('a trial that is not confirmed leaves nothing, though the persistent store held none', () => {
  it('when no new connection comes about', async () => {
    const { outcomes } = await appliedWith(() => {
      throw new UnreachableError('ex01 cannot be reached');
    });
    expect(outcomes).toMatchObject([
      { status: 'restored', summary: expect.stringContaining('not confirmed over a new connection') },
    ]);
    expect(await held()).toEqual(NOT_SET);
  });

  it('when somebody put it back meanwhile', async () => {
    const { outcomes } = await appliedWith(() =>
      lab.edit('ex01', ({ interfaces }) => Object.assign(interfaces?.[0]?.ipv4 ?? {}, NOT_SET)),
    );
    expect(outcomes).toMatchObject([{ status: 'restored', summary: expect.stringContaining('1500 active') }]);
    expect(await held()).toEqual(NOT_SET);
  });

  it('when the person stops the run', async () => {
    const { outcomes } = await appliedWith(() => {
      lab.context.cancellation.interrupt();
    });
    expect(outcomes).toMatchObject([{ status: 'restored', summary: expect.stringContaining('cancelled') }]);
    expect(await held()).toEqual(NOT_SET);
  });

  it.each([
    ['try', 'fail'],
    ['try', 'drop-after'],
    ['try', 'die'],
    ['set', 'fail'],
    ['set', 'drop-before'],
  ] as const)('when its %s ends in %s', async (verb, fault) => {
    await openLab(NOT_SET, [{ verb, fault, once: true }]);
    const { outcomes } = await applyIn(lab, await planFor(lab, [lasting]));
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(await held()).toEqual(NOT_SET);
  });
});

describe('once both stores are set', () => {
  const lost: Fault = { verb: 'set', fault: 'drop-after', once: true };

  it('and the line is lost, the old sizes come back where there were any', async () => {
    await openLab({ active: 1500, persistent: 9000 }, [{ ...lost }]);
    expect((await applyIn(lab, await planFor(lab, [lasting]))).outcomes).toMatchObject([
      { status: 'restored' },
    ]);
    expect(await held()).toEqual({ active: 1500, persistent: 9000 });
  });

  it('and the line is lost, "not set" does not, and that is said', async () => {
    await openLab(NOT_SET, [{ ...lost }]);
    expect((await applyIn(lab, await planFor(lab, [lasting]))).outcomes).toMatchObject([
      { status: 'stuck', summary: expect.stringContaining('Reversible: partly') },
    ]);
    expect(await held()).toEqual({ active: 1500, persistent: 1500 });
  });

  it('a host that lies about them is found out by the new connection', async () => {
    await openLab({ active: 1500, persistent: 9000 }, [{ verb: 'set', fault: 'lie', once: true }]);
    const { outcomes } = await applyIn(lab, await planFor(lab, [lasting]));
    expect(outcomes).toMatchObject([{ status: 'stuck', summary: expect.stringContaining('not confirmed') }]);
  });
});

describe('what was not set as the host says', () => {
  it('a host that lies about a trial is found out before anything is made to last', async () => {
    await openLab({ active: 1500, persistent: 9000 }, [{ verb: 'try', fault: 'lie', once: true }]);
    const { outcomes } = await applyIn(lab, await planFor(lab, [lasting]));
    expect(outcomes).toMatchObject([{ status: 'stuck', summary: expect.stringContaining('1300') }]);
  });
});
