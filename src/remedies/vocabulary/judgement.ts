import type { Judgement, Verdict } from '../../model/remedy.ts';

/** A judgement that wants nothing. */
export const judged = (verdict: Verdict, ...reasons: readonly string[]): Judgement => ({
  verdict,
  reasons,
  wishes: [],
  effects: [],
  advice: [],
});
