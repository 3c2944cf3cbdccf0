import { describe, expect, it } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import type { Transport } from '../../src/model/transport.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];

const dieAtSecondSet = (state: HostState) => {
  state.faults = [{ verb: 'set', nth: 2, fault: 'die', once: true }];
};

describe('a host that stays away', () => {
  it('is unfinished, keeps its lock and is settled by the next contact', async () => {
    const lab = await Lab.open();
    await lab.add('ex01');
    const plan = await planFor(lab, wishes);
    const before = settings(await lab.state('ex01'));
    await lab.edit('ex01', dieAtSecondSet);
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
  });

  it('and whose place another machine has taken, is not told by that one, which nothing is asked of', async () => {
    const lab = await Lab.open();
    await lab.add('ex01');
    const plan = await planFor(lab, wishes);
    const other = await lab.add('other');
    const before = await lab.state('other');
    await lab.edit('ex01', dieAtSecondSet);
    const { transports } = lab.context;
    let connections = 0;
    const simulated: Transport = {
      start: (host, ...more) => {
        connections += 1;
        return transports.simulated.start(connections === 1 ? host : { ...other, name: host.name }, ...more);
      },
    };
    lab.context = { ...lab.context, transports: { ...transports, simulated } };
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'unfinished', connections: 2 }]);
    expect(outcomes[0]?.details).toContain('another machine answers now');
    expect(settings(await lab.state('other'))).toEqual(settings(before));
    expect((await lab.state('other')).files).toEqual([]);
  });
});
