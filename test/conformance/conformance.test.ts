import { expect, test } from 'vitest';
import { cases } from './cases/index.ts';
import { judgeCase } from './judge-case.ts';
import { playCase } from './play-case.ts';
import { simulatedPlayer } from './players.ts';

test('every case has a name of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test.each(cases)('the simulated host: $name', async (each) => {
  expect(judgeCase(each, await playCase(each, simulatedPlayer))).toEqual([]);
});
