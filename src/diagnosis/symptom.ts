import type { ObservationName } from './observations/index.ts';

/** What a person comes with, and what is asked of hosts for it: nothing else. */
export interface Symptom {
  /** As the person says it, for `--symptom`. */
  readonly name: string;
  readonly title: string;
  /** Names of remedies whose judgement bears on it. */
  readonly remedies: readonly string[];
  readonly observations: readonly ObservationName[];
}
