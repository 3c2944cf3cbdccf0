import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RegistryValue } from '../../src/model/resource.ts';
import { present, type State, sameState } from '../../src/model/state.ts';
import { registryValue } from '../../src/resources/registry-value.ts';
import { registryData, registryResource, respelt } from './arbitrary.ts';
import { SmallRegistry } from './small-registry.ts';

const roots: readonly RegistryValue[] = (['HKLM', 'HKU'] as const).flatMap((hive) =>
  ['SOFTWARE\\Wow6432Node', 'SYSTEM'].map((key) => ({
    kind: 'registry-value',
    hive,
    key,
    name: '',
    view: 64,
  })),
);

/** A plan is made before anything is set: a wrong prediction would stop an apply as "drifted". */
test('after() predicts what a registry reads once earlier changes are made', () => {
  fc.assert(
    fc.property(
      fc.array(registryResource, { maxLength: 3 }),
      fc.array(fc.tuple(registryResource, fc.option(registryData)), { minLength: 1, maxLength: 5 }),
      registryResource,
      (existing, sets, asked) => {
        const registry = new SmallRegistry([...roots, ...existing]);
        let predicted = registry.read(asked);
        for (const [resource, data] of sets) {
          const now = registry.read(resource);
          if (data === null && now.status === 'absent') continue;
          const want: State = data === null ? { status: 'absent', missing: 'value' } : present(data);
          registry.set(resource, want);
          predicted = registryValue.after(asked, predicted, { resource, after: want });
        }
        expect(predicted).toEqual(registry.read(asked));
      },
    ),
    { numRuns: 2000 },
  );
});

test('after() also predicts the way back, when created keys are removed again', () => {
  fc.assert(
    fc.property(
      fc.array(registryResource, { maxLength: 2 }),
      fc.array(fc.tuple(registryResource, registryData), { minLength: 1, maxLength: 4 }),
      registryResource,
      (existing, sets, asked) => {
        const registry = new SmallRegistry([...roots, ...existing]);
        const start = registry.read(asked);
        const made: { resource: RegistryValue; before: State }[] = [];
        for (const [resource, data] of sets) {
          made.push({ resource, before: registry.read(resource) });
          registry.set(resource, present(data));
        }
        let predicted = registry.read(asked);
        for (const { resource, before } of made.reverse()) {
          registry.set(resource, before);
          predicted = registryValue.after(asked, predicted, { resource, after: before });
        }
        expect(predicted).toEqual(registry.read(asked));
        expect(predicted).toEqual(start);
      },
    ),
    { numRuns: 2000 },
  );
});

test('one value has one identity however it is spelt, and two values have two', () => {
  fc.assert(
    fc.property(
      registryResource.chain((resource) =>
        fc.tuple(fc.constant(resource), respelt(resource.key), respelt(resource.name)),
      ),
      registryResource,
      ([resource, key, name], other) => {
        expect(registryValue.identity({ ...resource, key, name })).toBe(registryValue.identity(resource));
        const registry = new SmallRegistry([...roots, resource, other]);
        registry.set(resource, present({ kind: 'REG_SZ', data: 'only here' }));
        const same = registryValue.identity(other) === registryValue.identity(resource);
        expect(registry.read(other).status === 'present').toBe(same);
      },
    ),
    { numRuns: 2000 },
  );
});

test('every value that Windows can hold is accepted, and shown without a control character', () => {
  fc.assert(
    fc.property(registryResource, registryData, (resource, data) => {
      expect(registryValue.refuse(resource, present(data))).toBeUndefined();
      const shown = registryValue.describeState(present(data));
      expect(shown).toMatch(new RegExp(`^${data.kind} `));
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      expect(shown.length).toBeLessThan(200);
    }),
  );
});

test('between() names states on the way only: neither end, and each of them absent', () => {
  fc.assert(
    fc.property(registryResource, registryData, fc.nat(5), (resource, data, depth) => {
      const levels = resource.key.split('\\');
      const from = levels.slice(0, Math.min(depth + 1, levels.length)).join('\\');
      const before: State = { status: 'absent', missing: 'key', from };
      const states = registryValue.between(resource, before, present(data));
      expect(states).toHaveLength(levels.length - from.split('\\').length + 1);
      expect(states.some((state) => sameState(state, before) || state.status !== 'absent')).toBe(false);
      expect(registryValue.between(resource, present(data), before)).toEqual(states);
    }),
  );
});
