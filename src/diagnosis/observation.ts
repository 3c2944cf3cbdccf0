import type { FactName, FactValues, Question, Reading } from '../model/fact.ts';
import type { Sighting } from '../model/sighting.ts';

/** Facts that no remedy asks for, and what they show. Pure, as a remedy is. */
export interface Observation {
  readonly name: string;
  /** By labels of its own. */
  readonly questions: Readonly<Record<string, Question>>;
  see(fact: FactOf): Observed;
}

/** The answer to the question under this label, its shape checked. */
export type FactOf = <N extends FactName>(name: N, label: string) => Reading<FactValues[N]>;

export interface Observed {
  readonly sightings: readonly Sighting[];
  readonly couldNotTell: readonly string[];
}
