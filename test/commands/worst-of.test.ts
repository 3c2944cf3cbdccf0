import { expect, test } from 'vitest';
import { worstOf } from '../../src/commands/steps/carry-out-plan.ts';
import type { HostStatus } from '../../src/model/outcome.ts';
import { outcome } from '../../src/run/outcomes.ts';

const left = (...statuses: readonly HostStatus[]) => statuses.map((status) => outcome('ex01', status, ''));

test('hosts that were left out never make an exit code better than the run has it', () => {
  // Somebody left a host out for a program that runs there, and another host could not be reached.
  expect(worstOf(5, left('waits'))).toBe(5);
  expect(worstOf(3, left('unreachable'))).toBe(3);
  expect(worstOf(4, left('refused'))).toBe(4);
});

test('they make it worse where they are', () => {
  expect(worstOf(0, left('unknown'))).toBe(5);
  expect(worstOf(2, left('unreachable'))).toBe(5);
  expect(worstOf(5, left('refused'))).toBe(3);
  expect(worstOf(3, left('stuck'))).toBe(4);
});

test('a run that was cut short says so, unless a person is needed', () => {
  expect(worstOf(130, left('unreachable', 'refused'))).toBe(130);
  expect(worstOf(130, left('stuck'))).toBe(4);
});
