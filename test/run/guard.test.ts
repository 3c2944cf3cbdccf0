import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { UnreachableError } from '../../src/model/errors.ts';
import { present } from '../../src/model/state.ts';
import type { Transport } from '../../src/model/transport.ts';
import { disarmGuard, readGuards } from '../../src/run/recover/host-guards.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { Lab, settings, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const stop = wish({ kind: 'service-status', service: 'Spooler' }, present('stopped'));
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01', (state) => {
    delete state.clock;
  });
});

const spooler = async () => (await lab.state('ex01')).services.find(({ name }) => name === 'Spooler')?.status;
const verbsSent = () =>
  lab.events.flatMap((event) =>
    event.kind === 'line' && event.direction === 'sent' ? [JSON.parse(event.text).verb as string] : [],
  );

/** Connections after the first do not come about until `until`; the first one stays or dies. */
function cutOff(until: number): void {
  let connections = 0;
  const simulated: Transport = {
    async start(...words) {
      connections += 1;
      if (connections > 1 && Date.now() < until) throw new UnreachableError('ex01 cannot be reached: cut');
      return simulatedTransport.start(...words);
    },
  };
  lab.context = { ...lab.context, transports: { ...lab.context.transports, simulated } };
}

describe('a stop of a service', () => {
  it('is armed before it is made, and confirmed over a new connection', async () => {
    const { outcomes, run } = await applyIn(lab, await planFor(lab, [stop]));
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    expect(await spooler()).toBe('stopped');
    const verbs = verbsSent();
    expect(verbs.indexOf('guard')).toBeGreaterThan(verbs.indexOf('begin'));
    expect(verbs.slice(verbs.indexOf('guard'))).toEqual([
      ...['guard', 'set', 'get', 'hello', 'get', 'yield', 'bye', 'confirm', 'bye'],
    ]);
    const { records } = await lab.journal(run);
    expect(records.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['guard-armed', 'guard-removed']),
    );
    expect(tellHost(records, 'ex01').end).toBe('kept');
    expect((await lab.state('ex01')).tasks).toEqual([]);
  });

  it.each(['machine', 'host key'])(
    'is taken back when the new connection leads to another %s',
    async (which) => {
      const plan = await planFor(lab, [stop]);
      const other = await lab.add('other');
      let connections = 0;
      const simulated: Transport = {
        async start(host, ...more) {
          connections += 1;
          if (connections === 1) return simulatedTransport.start(host, ...more);
          if (which === 'machine') return simulatedTransport.start({ ...other, name: host.name }, ...more);
          return { ...(await simulatedTransport.start(host, ...more)), hostKey: 'SHA256:another' };
        },
      };
      lab.context = { ...lab.context, transports: { ...lab.context.transports, simulated } };
      const { outcomes } = await applyIn(lab, plan);
      expect(outcomes).toMatchObject([{ status: 'restored', connections: 2 }]);
      expect(outcomes[0]?.summary).toMatch(
        /^not confirmed over a new connection: another machine, or another host key, answers now; restored and verified/,
      );
      expect(await spooler()).toBe('running');
    },
  );

  it.each(['stopped', 'deaf'] as const)(
    'is refused, nothing written, where the scheduler is %s',
    async (how) => {
      const plan = await planFor(lab, [stop]);
      await lab.edit('ex01', (state) => {
        state.scheduler = how;
      });
      const before = settings(await lab.state('ex01'));
      const { outcomes, run } = await applyIn(lab, plan);
      expect(outcomes).toMatchObject([{ status: 'refused' }]);
      expect(outcomes[0]?.summary).toMatch(/guard could not be armed.*Nothing was written/);
      expect(settings(await lab.state('ex01'))).toEqual(before);
      expect(tellHost((await lab.journal(run)).records, 'ex01').end).toBe('nothing');
      expect((await lab.state('ex01')).files.map(({ path }) => path)).not.toContain('lock.json');
    },
  );

  it('is put back over the first connection when no second one comes about', async () => {
    const plan = await planFor(lab, [stop]);
    cutOff(Number.POSITIVE_INFINITY);
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored', connections: 2 }]);
    expect(outcomes[0]?.summary).toMatch(/not confirmed over a new connection.*restored and verified/);
    expect(await spooler()).toBe('running');
  });

  it('is put back by the guard when every line is lost, and told so once that was read', async () => {
    const plan = await planFor(lab, [stop]);
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'set', fault: 'die', after: 2 }];
    });
    lab.context = { ...lab.context, limits: { ...lab.context.limits, guardSeconds: 1 } };
    cutOff(Date.now() + 3_000);
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(/restored by the guard/);
    expect(await spooler()).toBe('running');
    expect((await lab.state('ex01')).tasks).toEqual([]);
  });

  it('is put back by the first contact when that comes before the guard fires: nobody says the guard did it', async () => {
    const plan = await planFor(lab, [stop]);
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'set', fault: 'die', after: 2 }];
    });
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored', connections: 2 }]);
    expect(outcomes[0]?.summary).not.toMatch(/guard/);
    expect(await spooler()).toBe('running');
    expect((await lab.state('ex01')).tasks).toEqual([]);
  });

  it('is read over a new line when the guard fires under a session that still lives', async () => {
    const plan = await planFor(lab, [
      stop,
      wish({ kind: 'service-status', service: 'MSExchangeFilter' }, present('stopped')),
    ]);
    await lab.edit('ex01', (state) => {
      // A stop that takes longer than the guard waits; its end is the first word after it.
      for (const service of state.services) if (service.name === 'MSExchangeFilter') service.stopSeconds = 3;
      state.latencyMs = 700;
    });
    lab.context = { ...lab.context, limits: { ...lab.context.limits, guardSeconds: 0.5 } };
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(/restored by the guard/);
    expect(await spooler()).toBe('running');
  });
});

describe('a guard that was left behind', () => {
  it('is listed, and can be taken away without undoing anything', async () => {
    const plan = await planFor(lab, [stop]);
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'set', fault: 'die', after: 2 }];
    });
    cutOff(Number.POSITIVE_INFINITY);
    lab.context = { ...lab.context, limits: { ...lab.context.limits, guardSeconds: 3_600 } };
    const stopping = applyIn(lab, plan);
    setTimeout(() => {
      lab.context.cancellation.interrupt();
      lab.context.cancellation.interrupt();
    }, 1_500);
    const { outcomes, run } = await stopping;
    expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
    lab.restart();
    lab.context = {
      ...lab.context,
      transports: { ...lab.context.transports, simulated: simulatedTransport },
    };
    const host = lab.know('ex01');
    const [guard] = await readGuards(lab.context, host);
    expect(guard).toMatchObject({ run, kind: 'guard', state: 'armed', standing: true });
    if (!guard) return;
    expect(await disarmGuard(lab.context, host, guard)).toBe('removed');
    expect(await readGuards(lab.context, host)).toEqual([]);
    expect(await spooler()).toBe('stopped');
  });
});
