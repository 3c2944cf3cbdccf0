import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Wish } from '../../src/model/remedy.ts';
import { present, type State } from '../../src/model/state.ts';
import { foldCase } from '../../src/model/windows-name.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const ROOT = 'SOFTWARE\\Setright Test';
const hex = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const text = fc.string({ unit: 'binary', maxLength: 8 });

/** Every kind with every sort of data that it can hold. */
const states: fc.Arbitrary<State> = fc.oneof(
  fc.constant<State>({ status: 'absent', missing: 'value' }),
  text.map((data) => present({ kind: 'REG_SZ', data })),
  text.map((data) => present({ kind: 'REG_EXPAND_SZ', data })),
  fc
    .array(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 3 })
    .map((data) => present({ kind: 'REG_MULTI_SZ', data })),
  fc.integer({ min: 0, max: 0xffffffff }).map((data) => present({ kind: 'REG_DWORD', data })),
  fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((data) => present({ kind: 'REG_QWORD', data: String(data) })),
  hex.map((data) => present({ kind: 'REG_BINARY', data })),
  hex.map((data) => present({ kind: 'REG_NONE', data })),
);

/** Values in keys that are there, that are not, and that lie in one another; in both views; one name in two cases. */
const wishes: fc.Arbitrary<readonly Wish[]> = fc
  .uniqueArray(
    fc.record({
      key: fc.constantFrom(ROOT, `${ROOT}\\A`, `${ROOT}\\A\\B`, `${ROOT}\\a\\c`, 'SOFTWARE\\Else\\D'),
      name: fc.constantFrom('', 'Sz', 'dword', 'Qword', 'x', 'it’s; $(throw)'),
      view: fc.constantFrom(32 as const, 64 as const),
      want: states,
    }),
    {
      maxLength: 6,
      selector: ({ key, name, view }) => `${view} ${key} ${name}`.toLowerCase(),
    },
  )
  .map((list) =>
    list.map(({ key, name, view, want }) =>
      wish({ kind: 'registry-value', hive: 'HKLM', key, name, view }, want),
    ),
  );

/**
 * Names as Windows compares them: a value that was deleted and comes back is spelt as it was asked for, which may not be as it stood.
 * That is the one thing that taking back does not restore.
 */
const asWindowsReads = (state: HostState) => {
  const registry = state.registry.map((key) => ({
    ...key,
    values: key.values.map((each) => ({ ...each, name: foldCase(each.name) })),
  }));
  return settings({ ...state, registry });
};

describe('the law', () => {
  it('apply, then rollback, is identity', async () => {
    await fc.assert(
      fc.asyncProperty(wishes, async (wanted) => {
        const lab = await Lab.open();
        await lab.add('ex01');
        const before = asWindowsReads(await lab.state('ex01'));
        const { run, outcomes } = await applyIn(lab, await planFor(lab, wanted));
        expect(['applied', 'nothing'], outcomes[0]?.summary).toContain(outcomes[0]?.status);
        if (outcomes[0]?.status === 'nothing') return;
        const back = await applyIn(lab, await planRollback(lab.context, run, lab.hosts, undefined));
        expect(back.outcomes[0]?.status, back.outcomes[0]?.summary).toBe('applied');
        expect(asWindowsReads(await lab.state('ex01'))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('an apply that fails at its last set leaves the host as it was', async () => {
    const impossible = wish(value('Dword', 'SOFTWARE\\Unwritable'), present({ kind: 'REG_DWORD', data: 2 }));
    await fc.assert(
      fc.asyncProperty(wishes, async (wanted) => {
        const lab = await Lab.open();
        await lab.add('ex01');
        const before = asWindowsReads(await lab.state('ex01'));
        const { outcomes } = await applyIn(lab, await planFor(lab, [...wanted, impossible]));
        expect(outcomes[0]?.status, outcomes[0]?.summary).toBe('restored');
        expect(asWindowsReads(await lab.state('ex01'))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
