import type { EffectKind, EffectTarget } from './effect.ts';
import type { Fact, FactQuestion } from './fact.ts';
import type { Json, JsonObject } from './json.ts';
import type { Resource } from './resource.ts';
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
  readonly supersededBy: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly reversible: 'yes' | 'partly' | 'no';
  /** What has to be restarted before the wish is in force. */
  readonly restart: string;
  readonly confidence: 'documented' | 'field' | 'unverified';
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** What it wants to know: facts by a label of its own, and resources whose state it judges. */
  needs(parameters: JsonObject): Needs;
  judge(evidence: Evidence): Judgement;
}

export interface Parameter {
  readonly title: string;
  readonly type: 'integer' | 'states';
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Why this default and these bounds. */
  readonly why: string;
}

export interface Needs {
  readonly facts: Readonly<Record<string, FactQuestion>>;
  readonly resources: readonly Resource[];
}

export interface Evidence {
  readonly parameters: JsonObject;
  readonly fact: (label: string) => Fact;
  readonly state: (resource: Resource) => State;
  /** The host's own record says that we set this and that it is not in force yet. */
  readonly notInForce: (resource: Resource) => boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Why, one sentence each; never empty, "nothing to do" included. */
  readonly reasons: readonly string[];
  readonly wishes: readonly Wish[];
  readonly effects: readonly EffectWish[];
  readonly advice: readonly Advice[];
}

/** A state that a remedy wants. */
export interface Wish {
  readonly resource: Resource;
  readonly want: State;
  readonly reason: string;
  readonly sensitive?: boolean;
}

/** An effect that a remedy needs for its wishes on `resources` to be in force. */
export interface EffectWish {
  readonly kind: EffectKind;
  readonly target: EffectTarget;
  readonly reason: string;
  readonly resources: readonly Resource[];
  readonly blastRadius: readonly string[];
}

/** What only a person can do: exact and copyable, with its check and its way back. */
export interface Advice {
  readonly title: string;
  readonly steps: readonly string[];
  readonly check: string;
  readonly undo: string;
}
