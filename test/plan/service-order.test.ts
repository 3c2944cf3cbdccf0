import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { present } from '../../src/model/state.ts';
import { inServiceOrder, type Setting } from '../../src/plan/service-order.ts';

const status = (service: string, want: 'running' | 'stopped'): Setting => ({
  resource: { kind: 'service-status', service },
  want: present(want),
});
const starts = (service: string, want: string): Setting => ({
  resource: { kind: 'service-start-type', service },
  want: present(want),
});
const other: Setting = {
  resource: { kind: 'registry-value', hive: 'HKLM', key: 'SOFTWARE', name: 'x', view: 64 } as Resource,
  want: present({ kind: 'REG_DWORD', data: 1 }),
};
const ordered = (...steps: readonly Setting[]) => inServiceOrder(steps, (step) => step);

describe('the order of a plan', () => {
  it('stops a service before it is disabled, and lets it start before it starts it', () => {
    const [disabled, stopped] = [starts('Spooler', 'disabled'), status('spooler', 'stopped')];
    expect(ordered(disabled, other, stopped)).toEqual([other, stopped, disabled]);
    expect(ordered(stopped, disabled)).toEqual([stopped, disabled]);
    const [auto, running] = [starts('Spooler', 'auto'), status('spooler', 'running')];
    expect(ordered(running, other, auto)).toEqual([auto, running, other]);
    expect(ordered(auto, running)).toEqual([auto, running]);
  });

  it('leaves the rest as it stands, services that are not the same ones too', () => {
    const steps = [starts('A', 'disabled'), other, status('B', 'stopped'), starts('C', 'auto')];
    expect(ordered(...steps)).toEqual(steps);
  });

  it('loses and doubles nothing, whatever the plan', () => {
    const step = fc.oneof(
      fc.constant(other),
      fc
        .record({ name: fc.constantFrom('A', 'B'), want: fc.constantFrom('running', 'stopped') } as const)
        .map(({ name, want }) => status(name, want)),
      fc.constantFrom('A', 'B').map((name) => starts(name, 'manual')),
    );
    const plans = fc.uniqueArray(step, { selector: ({ resource }) => JSON.stringify(resource) });
    fc.assert(
      fc.property(plans, (steps) => {
        expect(new Set(ordered(...steps))).toEqual(new Set(steps));
        expect(ordered(...steps)).toHaveLength(steps.length);
      }),
    );
  });
});
