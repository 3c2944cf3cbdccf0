import type { EffectCall } from './effect.ts';
import type { FactName, FactValues, Question, Reading } from './fact.ts';
import type { Json, JsonObject } from './json.ts';
import type { Precondition } from './precondition.ts';
import type { ProfileAnswer } from './profile.ts';
import type { Resource } from './resource.ts';
import type { Sighting } from './sighting.ts';
import type { State } from './state.ts';

/** Verdicts of a check. `unknown` is never folded into `compliant`. */
export type Verdict = 'compliant' | 'noncompliant' | 'not-applicable' | 'unknown';

/**
 * A documented policy. Pure: it says what it needs to know, and, when told, judges. It never talks to a host and never sets
 * anything; wishes become changes only in `plan/`.
 */
export interface Remedy {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Systems it is for, for a person. The judgement itself decides from facts. */
  readonly appliesTo: string;
  readonly sources: readonly string[];
  /** Where a source is wrong or silent, and what is done instead. */
  readonly corrections: readonly string[];
  /** For the table of the catalogue, one line each: what it reads, what it changes, how that is taken back. */
  readonly reads: string;
  readonly changes: string;
  readonly undo: string;
  /** What it was really played on; a real Windows is named by its version or not at all. */
  readonly testedOn: readonly string[];
  readonly supersededBy: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly reversible: 'yes' | 'partly' | 'no';
  /** What has to be restarted before the wish is in force. */
  readonly restart: string;
  readonly confidence: 'documented' | 'field' | 'unverified';
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** What it wants to know: facts by a label of its own, and resources whose state it judges. */
  needs(parameters: JsonObject): Needs;
  /** More resources whose state it judges: those that only the facts could tell. */
  resources?(parameters: JsonObject, fact: Evidence['fact']): readonly Resource[];
  judge(evidence: Evidence): Judgement;
}

export interface Parameter {
  readonly title: string;
  readonly type: 'integer' | 'text' | 'address' | 'states';
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of an integer: these and no others. */
  readonly among?: readonly number[];
  /** Why this default and these bounds. */
  readonly why: string;
}

export interface Needs {
  readonly facts: Readonly<Record<string, Question>>;
  readonly resources: readonly Resource[];
  /** Some of these states are sensitive: no log may show values of this reading. */
  readonly sensitive?: boolean;
}

export interface Evidence {
  readonly parameters: JsonObject;
  /** The answer to the question under this label, its shape checked: a remedy never sees raw host data. */
  readonly fact: <N extends FactName>(name: N, label: string) => Reading<FactValues[N]>;
  readonly state: (resource: Resource) => State;
  /**
   * Since when (host's clock) the host's own record says that this is set, but not in force; undefined when it does not. The
   * record does not see a restart by somebody else: compare with the service's start.
   */
  readonly notInForce: (resource: Resource) => string | undefined;
  /** How the resource's own type names it, and a state of it, to people. */
  readonly describe: (resource: Resource) => string;
  readonly describeState: (resource: Resource, state: State) => string;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Why, one sentence each; never empty, "nothing to do" included. */
  readonly reasons: readonly string[];
  readonly wishes: readonly Wish[];
  readonly effects: readonly EffectWish[];
  readonly advice: readonly Advice[];
  /** What has to be so before its wishes are set. */
  readonly preconditions?: readonly Precondition[];
  readonly profiles?: readonly ProfileAnswer[];
  /** Harm that somebody did here by following a source where it does not apply. Told whatever the verdict, and a difference as `noncompliant` is. */
  readonly harm?: readonly string[];
  /** What it saw, whatever it makes of it: a diagnosis links it with what was seen elsewhere. */
  readonly sightings?: readonly Sighting[];
}

/** A state that a remedy wants. */
export interface Wish {
  readonly resource: Resource;
  readonly want: State;
  readonly reason: string;
  readonly sensitive?: boolean;
  /** For a setting that is to last for hours or days only: the host takes it back by itself after so long (`TIMED_UNDO`). */
  readonly undoAfterSeconds?: number;
}

/** An effect that a remedy needs for its wishes on `resources` to be in force. */
export type EffectWish = EffectCall & {
  readonly reason: string;
  readonly resources: readonly Resource[];
  readonly blastRadius: readonly string[];
};

/** What only a person can do: exact and copyable, with its check and its way back. */
export interface Advice {
  readonly title: string;
  /** Comes before what the remedy sets; after it, without this. */
  readonly first?: true;
  readonly steps: readonly string[];
  readonly check: string;
  readonly undo: string;
}
