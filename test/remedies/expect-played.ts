import { expect } from 'vitest';
import { describeEffect } from '../../src/run/tables.ts';
import { changeTexts, type HostCase, type PlayedHost } from './host-case.ts';

/** A host came out as its case says: judged, planned, applied, verified, and put back to the byte. */
export function expectPlayed(found: PlayedHost, expected: HostCase['expected']): void {
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
}
