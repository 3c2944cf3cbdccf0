import type { z } from 'zod';
import type { Fact, FactName, FactValues, Reading } from '../model/fact.ts';

/** One fact: its name, and the strict reader of what a host answers. */
export interface FactType<N extends FactName> {
  readonly fact: N;
  read(fact: Fact): Reading<FactValues[N]>;
}

/** Host data is never trusted: what does not have the shape, or is out of bounds, could not be told. */
export const factType = <N extends FactName>(fact: N, shape: z.ZodType<FactValues[N]>): FactType<N> => ({
  fact,
  read(answer) {
    if (!answer.known) return answer;
    const { success, data, error } = shape.safeParse(answer.value);
    if (success) return { known: true, at: answer.at, value: data };
    const [issue] = error.issues;
    const where = [fact, ...(issue?.path ?? [])].join('.');
    return {
      known: false,
      at: answer.at,
      why: `the host's answer cannot be used: ${where}: ${issue?.message}`,
    };
  },
});
