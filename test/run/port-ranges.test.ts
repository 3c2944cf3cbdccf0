import { beforeEach, describe, expect, it } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { present } from '../../src/model/state.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { Lab, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const tcp4: Resource = { kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' };
const wider = wish(tcp4, present({ start: 10000, number: 55000 }));
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

const ranges = async () =>
  (await lab.state('ex01')).portRanges?.map(({ start, number }) => [start, number]) ?? [];

describe('dynamic ports, through the whole engine', () => {
  it('are planned, set, verified, and taken back exactly', async () => {
    const plan = await planFor(lab, [wider]);
    expect(plan.hosts[0]?.changes).toMatchObject([
      { before: { value: { start: 49152, number: 16384 } }, reversible: 'yes' },
    ]);
    const { outcomes, run } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    expect(await ranges()).toEqual([[10000, 55000]]);
    const back = await planRollback(lab.context, run, lab.hosts, undefined);
    expect((await applyIn(lab, back)).outcomes).toMatchObject([{ status: 'applied' }]);
    expect(await ranges()).toEqual([[49152, 16384]]);
  });

  it('that Windows would not take make no plan, and nothing is written', async () => {
    const plan = await planFor(lab, [wish(tcp4, present({ start: 1024, number: 1000 }))]);
    expect(plan.leftOut).toMatchObject([{ host: 'ex01', why: expect.stringContaining('at 1025 or above') }]);
    expect((await lab.state('ex01')).writes).toBe(0);
  });

  it.each(['differ', 'lie'] as const)(
    'that the host only claims to have set (%s) are put back',
    async (fault) => {
      const plan = await planFor(lab, [wider]);
      await lab.edit('ex01', (state) => {
        state.faults = [{ verb: 'set', fault, once: true }];
      });
      const { outcomes } = await applyIn(lab, plan);
      // What the host holds now is neither state: nobody here wrote it, and it is left for a person.
      expect(outcomes).toMatchObject([{ status: 'stuck' }]);
      expect(await ranges()).toEqual([[1025, 255]]);
    },
  );
});
