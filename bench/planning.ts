import { surveyFleet } from '../src/run/observe/survey-fleet.ts';
import { makePlan } from '../src/run/planning/make-plan.ts';
import { dword, type Lab, value, wanting, wish } from '../test/run/lab.ts';
import { median, milliseconds, type Ratio, timed } from './ratio.ts';

const CHANGES = 500;
const ROUNDS = 7;

/**
 * Twice the changes may cost about twice the time; where comparing each change with every other weighs most, it is four times.
 */
export async function planning(lab: Lab): Promise<readonly Ratio[]> {
  const host = await lab.add('planned');
  const plan = async (count: number) => {
    const wishes = Array.from({ length: count }, (_, index) => wish(value(`Value ${index}`), dword(index)));
    const surveyed = await surveyFleet(lab.context, [host], () => wanting(wishes));
    const made = await makePlan(lab.context, surveyed);
    if (made.hosts[0]?.changes.length !== count)
      throw new Error(`a plan of ${count} changes has not that many`);
  };
  const times: { readonly half: number[]; readonly whole: number[] } = { half: [], whole: [] };
  await plan(CHANGES);
  for (let round = 0; round < ROUNDS; round += 1) {
    times.half.push(await timed(() => plan(CHANGES)));
    times.whole.push(await timed(() => plan(2 * CHANGES)));
  }
  const [half, whole] = [median(times.half), median(times.whole)];
  return [
    {
      what: `a plan of ${2 * CHANGES} changes / of ${CHANGES}`,
      ratio: whole / half,
      below: 3.2,
      measured: `${milliseconds(whole)} / ${milliseconds(half)}, medians of ${ROUNDS}`,
    },
  ];
}
