import { beforeEach, describe, expect, it } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import type { ExactChange } from '../../src/plan/assemble.ts';
import { invertChanges } from '../../src/plan/invert.ts';
import { ObservedStates } from '../../src/plan/states.ts';
import { resourceType } from '../../src/resources/index.ts';
import { Lab, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const v4: Resource = { kind: 'interface-mtu', interface: 12, family: 'IPv4' };
const mtu = (active: number, persistent: number | null): State => present({ active, persistent });
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01', (state) => {
    state.interfaces = [
      { index: 12, alias: 'E', description: 'A', kind: 'physical', ipv4: { active: 1500, persistent: null } },
    ];
  });
});

describe('an MTU, through the whole engine', () => {
  it('is planned, and the plan says what of it can be taken back', async () => {
    const trial = await planFor(lab, [wish(v4, mtu(1400, null))]);
    expect(trial.hosts[0]?.changes).toMatchObject([{ before: mtu(1500, null), reversible: 'yes' }]);
    const lasting = await planFor(lab, [wish(v4, mtu(1400, 1400))]);
    expect(lasting.hosts[0]?.changes).toMatchObject([{ before: mtu(1500, null), reversible: 'partly' }]);
  });

  it('is set under the guard, for it can cut our line', async () => {
    const { outcomes, run } = await applyIn(lab, await planFor(lab, [wish(v4, mtu(1400, null))]));
    expect(outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    const { records } = await lab.journal(run);
    expect(records.map(({ event }) => event)).toContain('guard-armed');
  });

  it('out of bounds, or of an interface that is not there, makes no plan that could be applied', async () => {
    const small = await planFor(lab, [wish(v4, mtu(575, null))]);
    expect(small.leftOut).toMatchObject([{ why: expect.stringContaining('from 576 to 65535') }]);
  });
});

describe('taking an MTU back', () => {
  const made: ExactChange = {
    id: 'c1',
    resource: v4,
    before: mtu(1500, null),
    after: mtu(1400, 1400),
    reason: 'r',
    remedy: 'm',
    reversible: 'partly',
    sensitive: false,
  };
  const inverse = (found: State) => {
    const observed = new ObservedStates(resourceType);
    observed.add(v4, found);
    return invertChanges([made], observed, resourceType);
  };

  it('goes as far as Windows lets it: what was in force lasts', () => {
    expect(inverse(mtu(1400, 1400)).changes).toMatchObject([
      { before: mtu(1400, 1400), after: mtu(1500, 1500), reversible: 'partly' },
    ]);
  });

  it('is done when that is what the host holds, and leaves alone what somebody else set', () => {
    expect(inverse(mtu(1500, 1500))).toMatchObject({
      changes: [],
      conflicts: [],
      already: [expect.anything()],
    });
    expect(inverse(mtu(1300, 1400))).toMatchObject({
      changes: [],
      conflicts: [expect.stringContaining('1300')],
    });
  });
});
