import { describe, expect, it } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import type { HostStatus } from '../../src/model/outcome.ts';
import type { Fault, HostState } from '../../src/transports/simulated/state.ts';
import { dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];

const verbs = ['hello', 'get', 'begin', 'set', 'effect', 'keep', 'undo', 'bye'] as const;
const faults: readonly Fault['fault'][] = ['drop-before', 'drop-after', 'garble', 'huge', 'hang', 'die'];
const ends: readonly HostStatus[] = ['applied', 'restored', 'unreachable', 'unknown'];

const setFault = (fault: Fault) => (state: HostState) => {
  state.faults = [fault];
};

const dwordOf = (state: HostState) =>
  state.registry
    .find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test')
    ?.values.find(({ name }) => name === 'Dword')?.data;

/** The sample of the fault matrix that every run of the tests takes; judged on the state of the host, not on our words. */
describe('a line that fails once', () => {
  const cases = verbs.flatMap((verb) =>
    faults.flatMap((fault) => [1, 2].map((nth) => ({ verb, fault, nth }))),
  );
  it.each(cases)(
    '$fault at $verb number $nth ends in the old or the new state',
    async ({ verb, fault, nth }) => {
      const lab = await Lab.open();
      await lab.add('ex01');
      const plan = await planFor(lab, wishes, [restartOf('MSExchangeIS', value('Dword'))]);
      const before = settings(await lab.state('ex01'));
      await lab.edit('ex01', setFault({ verb, nth, fault, once: true }));
      lab.context = { ...lab.context, limits: { ...lab.context.limits, silenceSeconds: 0.2 } };
      const { outcomes, run } = await applyIn(lab, plan);
      const [outcome] = outcomes;
      const after = await lab.state('ex01');
      expect(ends).toContain(outcome?.status);
      if (outcome?.status === 'applied') expect(dwordOf(after)).toBe(64);
      else expect(settings(after)).toEqual(before);
      expect(settings(after).services).toEqual(before.services);
      expect(after.files.some(({ path }) => path === 'lock.json')).toBe(false);
      expect((await lab.journal(run)).broken).toBeUndefined();
    },
  );
});

describe('a host that stays away', () => {
  it('is unfinished, keeps its lock and is settled by the next contact', async () => {
    const lab = await Lab.open();
    await lab.add('ex01');
    const plan = await planFor(lab, wishes);
    const before = settings(await lab.state('ex01'));
    await lab.edit('ex01', setFault({ verb: 'set', nth: 2, fault: 'die', once: true }));
    const { transports } = lab.context;
    let connections = 0;
    lab.context = {
      ...lab.context,
      transports: {
        ...transports,
        simulated: {
          start: (host, args, signal) => {
            connections += 1;
            return connections === 1
              ? transports.simulated.start(host, args, signal)
              : Promise.reject(new UnreachableError('ex01: no route to host'));
          },
        },
      },
    };
    const cut = await applyIn(lab, plan);
    expect(cut.outcomes).toMatchObject([{ status: 'unfinished', connections: 4 }]);
    expect(cut.exitCode).toBe(4);
    expect(settings(await lab.state('ex01'))).not.toEqual(before);

    lab.context = { ...lab.context, transports };
    const next = await applyIn(lab, plan);
    expect(next.outcomes).toMatchObject([{ status: 'applied' }]);
    const events = (await lab.journal(next.run)).records.filter(({ event }) => event === 'undone');
    expect(events).toMatchObject([{ of: cut.run, report: { state: 'restored' } }]);
  }, 20_000);
});
