import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InterfaceMtu } from '../../src/model/resource.ts';
import { present, type State, sameState } from '../../src/model/state.ts';
import { resourceType, resourceTypes } from '../../src/resources/index.ts';

const { 'interface-mtu': type } = resourceTypes;
const v4: InterfaceMtu = { kind: 'interface-mtu', interface: 12, family: 'IPv4' };
const v6: InterfaceMtu = { ...v4, family: 'IPv6' };
const mtu = (active: number, persistent: number | null): State => present({ active, persistent });

test('the table gives the kind its own entry', () => {
  expect(resourceType(v4)).toBe(type);
});

test('each interface and family is a state of its own', () => {
  const all = [v4, v6, { ...v4, interface: 1 }, { ...v4, interface: 121 }];
  expect(new Set(all.map(type.identity)).size).toBe(4);
  const earlier = { resource: { ...v4 }, after: mtu(1400, null) };
  expect(all.map((each) => type.after(each, mtu(1500, null), earlier))).toEqual([
    mtu(1400, null),
    ...all.slice(1).map(() => mtu(1500, null)),
  ]);
});

describe('what can be set', () => {
  test.each([
    [v4, mtu(576, null)],
    [v4, mtu(65535, 576)],
    [v6, mtu(1280, 1280)],
  ])('%j %j', (resource, want) => {
    expect(type.refuse(resource, want)).toBeUndefined();
  });

  test.each([
    [v4, mtu(575, null), /from 576 to 65535, not 575/],
    [v4, mtu(1500, 575), /from 576 to 65535, not 575/],
    [v6, mtu(1279, null), /from 1280 to 65535, not 1279/],
    [v4, mtu(65536, null), /not 65536/],
    [v4, mtu(4294967295, null), /not 4294967295/],
    [v4, mtu(1400.5, null), /whole numbers/],
    [v4, present({ active: 1400 }), /whole numbers/],
    [v4, present(1400), /whole numbers/],
    [v4, { status: 'absent', missing: 'interface' } as const, /whole numbers/],
    [{ ...v4, interface: 0 }, mtu(1400, null), /by its index/],
  ])('not %j %j', (resource, want, why) => {
    expect(type.refuse(resource, want)).toMatch(why);
  });
});

const states = fc
  .tuple(fc.integer({ min: 1280, max: 9000 }), fc.option(fc.integer({ min: 1280, max: 9000 })))
  .map(([active, persistent]) => mtu(active, persistent));

test('what is on the way there is on the way back, and is neither end', () => {
  fc.assert(
    fc.property(states, states, (before, after) => {
      const text = (list: readonly State[]) => list.map((state) => JSON.stringify(state)).sort();
      const between = type.between(v4, before, after);
      // A trial has no way back of its own.
      const trials = [type.trial?.(before, after), type.trial?.(after, before)].filter(
        (each) => each !== undefined,
      );
      const all = (list: readonly State[]) => [...new Set(text([...list, ...trials]))];
      expect(all(between)).toEqual(all(type.between(v4, after, before)));
      expect(between.some((state) => sameState(state, before) || sameState(state, after))).toBe(false);
    }),
  );
});

test('a trial sets the active store only: ours, apart from both ends, and wholly taken back', () => {
  expect(type.trial?.(mtu(1500, null), mtu(1400, 1400))).toEqual(mtu(1400, null));
  expect(type.trial?.(mtu(1500, 9000), mtu(1400, 1300))).toEqual(mtu(1400, 9000));
  expect(type.trial?.(mtu(1500, null), mtu(1400, null))).toBeUndefined();
  expect(type.trial?.(mtu(1500, null), mtu(1500, 1500))).toBeUndefined();
  expect(type.trial?.({ status: 'absent', missing: 'interface' }, mtu(1400, 1400))).toBeUndefined();
  fc.assert(
    fc.property(states, states, (before, after) => {
      const trial = type.trial?.(before, after);
      if (!trial) return;
      expect([before, after]).not.toContainEqual(trial);
      expect(type.between(v4, before, after)).toContainEqual(trial);
      expect(type.backTo?.(before, trial)).toEqual(before);
    }),
  );
});

test('all comes back but "not set" once it was set: then what was in force lasts, a state that can be set', () => {
  expect(type.backTo?.(mtu(1500, null), mtu(1400, null))).toEqual(mtu(1500, null));
  expect(type.backTo?.(mtu(1500, null), mtu(1400, 1400))).toEqual(mtu(1500, 1500));
  expect(type.backTo?.(mtu(1500, 9000), mtu(1400, 1400))).toEqual(mtu(1500, 9000));
  fc.assert(
    fc.property(states, states, (before, after) => {
      const back = type.backTo?.(before, after) ?? before;
      expect(type.refuse(v4, back)).toBeUndefined();
      expect(type.backTo?.(back, after)).toEqual(back);
    }),
  );
});

test('every change of it can cut our line, there and back', () => {
  for (const after of [mtu(1400, null), mtu(9000, 9000)])
    expect(type.cutsLine(v6, after)).toMatch(/MTU of a network interface.*can cut our own line to the host$/);
});

test('it reads for people with both stores', () => {
  expect(type.describe(v4)).toBe('MTU of interface 12 (IPv4)');
  expect(type.describeState(mtu(1500, null))).toBe('1500 active, not set persistent');
  expect(type.describeState(mtu(1400, 1500))).toBe('1400 active, 1500 persistent');
  expect(type.describeState({ status: 'absent', missing: 'interface' })).toBe('no such interface');
});
