import { expect } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';
import { playRealCase, type RealCase, realCases, undisturbed } from './play-real-case.ts';
import type { RealFault } from './real-faults.ts';
import type { RealWay } from './real-ways.ts';

export interface RealMatrix {
  /** Cases take turns with them. */
  readonly ways: readonly [RealWay, ...RealWay[]];
  readonly faults: readonly RealFault[];
  /** Each fault at so many steps. */
  readonly times: number;
  /** Cases at once. */
  readonly parallel: number;
}

const told = ({ fault, step }: RealCase, end: string) => `${fault.name} | ${step} | ${end}`;

/** No case ends otherwise than old, new, or stuck with a name. */
export async function expectNoWrongEnd({ ways, faults, times, parallel }: RealMatrix): Promise<void> {
  const { verbs, wanted } = await undisturbed(ways[0]);
  const cases = realCases(verbs, faults, times);
  expect(cases.length).toBeGreaterThan(30);
  const played = await eachInParallel([...cases.entries()], parallel, async ([turn, each]) => {
    const result = await playRealCase(ways[turn % ways.length] ?? ways[0], each, wanted);
    console.log(told(each, result.end));
    return { each, ...result };
  });
  expect(
    played.flatMap(({ each, end, problems }) => problems.map((problem) => `${told(each, end)} | ${problem}`)),
  ).toEqual([]);
}
