import { describe, expect, test } from 'vitest';
import { remedyTable } from '../../src/remedies/index.ts';
import { describeEffect } from '../../src/run/tables.ts';
import { changeTexts, hostCasesOf, playHostCase } from './host-case.ts';

/** Every remedy on hosts that are sick, healthy, look sick and are not: checked, planned, applied, verified, and put back to the byte. */
const played = Object.keys(remedyTable).filter((name) => hostCasesOf(name).length > 0);

describe.each(played)('%s on whole hosts', (name) => {
  const cases = hostCasesOf(name);

  test.each(cases.map(([file, entry]) => ({ file, title: entry.title, entry })))(
    '$file: $title',
    async ({ entry: { expected, ...entry } }) => {
      const found = await playHostCase(name, { ...entry, expected });
      const [finding] = found.plan.findings;
      expect(finding?.verdict, finding?.reasons.join('\n')).toBe(expected.verdict);
      expect(expected.reasons, 'a case says why, "nothing to do" included').not.toEqual([]);
      for (const reason of expected.reasons)
        expect(finding?.reasons).toEqual(expect.arrayContaining([expect.stringContaining(reason)]));
      const harm = (expected.harm ?? []).map((each) => expect.stringContaining(each));
      expect(finding?.harm ?? []).toEqual(harm);
      expect(changeTexts(found.plan)).toEqual(expected.changes ?? []);
      expect(found.plan.effects.map(describeEffect)).toEqual(expected.effects ?? []);
      expect(found.plan.advice.map(({ title }) => title)).toEqual(expected.advice ?? []);
      for (const text of JSON.stringify(found.plan).match(/undefined|NaN|\[object/g) ?? [])
        expect.fail(`it says ${text}`);
      if (found.applied !== undefined) {
        expect(found.applied).toBe(expected.applied ?? 'applied');
      }
      if (found.applied === 'applied') {
        if ('beforeReboot' in found) expect(found.beforeReboot, 'set is not in force').toBe('noncompliant');
        expect(found.afterwards).toBe(expected.afterwards ?? 'compliant');
        expect(found.restored).toBe('applied');
      }
      expect(found.after, 'settings are as they were, to the byte').toBe(found.before);
    },
  );
});
