import type { Finding } from './plan.ts';
import type { Advice } from './remedy.ts';
import type { Sighting } from './sighting.ts';

export const DIAGNOSIS_SCHEMA = 'setright/diagnosis@1';

/** A sighting with a name of its own and where it was made; `host` is '' for a capture. */
export interface PlacedSighting extends Sighting {
  readonly id: string;
  readonly host: string;
}

/**
 * What two sightings have in common: the host that they are on, an address, an account. `time`: no more than when they happened, which
 * others can have in common with them, too.
 */
export type LinkGround = 'host' | 'address' | 'account' | 'time';

/** One sighting brought about the other: by which mechanism, and what says that it did so here. */
export interface CausalLink {
  readonly from: string;
  readonly to: string;
  readonly how: string;
  readonly because: string;
  readonly ground: LinkGround;
}

/** Two that could belong together, and what says that here they do not. */
export interface LinkNotShown {
  readonly from: string;
  readonly to: string;
  /** The two in words. */
  readonly what: string;
  readonly why: string;
}

/**
 * high: measured, and linked to the trouble by more than its time. medium: the evidence points there, but nothing has measured it, or what
 * was measured is linked by its time only. low: one of several.
 */
export type Confidence = 'high' | 'medium' | 'low';

export interface LikelyCause {
  readonly cause: string;
  readonly title: string;
  readonly confidence: Confidence;
  readonly because: readonly string[];
  /** What would make it more or less likely, as something to do. */
  readonly wouldChange: readonly string[];
  /** In the order in which they are to be tried. */
  readonly fixes: readonly Fix[];
  readonly nonFixes: readonly NonFix[];
}

/** A remedy with its parameters and what it would change on this host, or what only a person can do. */
export interface Fix {
  readonly title: string;
  readonly remedy?: string;
  /** `limit=64`. */
  readonly settings?: readonly string[];
  readonly changes?: readonly string[];
  readonly effects?: readonly string[];
  /** Copyable: makes and shows the plan of it, and changes nothing. */
  readonly command?: string;
  readonly advice?: Advice;
}

/** What people try, and why it cures nothing here. */
export interface NonFix {
  readonly what: string;
  readonly why: string;
  /** The remedy that is not to be part of a plan for this cause. */
  readonly remedy?: string;
}

export interface RuledOut {
  readonly cause: string;
  readonly title: string;
  readonly why: string;
}

export interface DiagnosedHost {
  readonly host: string;
  /** By the host's clock; '' when it could not be read. */
  readonly at: string;
  readonly status: 'findings' | 'nothing-found' | 'unknown' | 'unreachable' | 'cancelled';
  readonly summary: string;
  /** Own ones, and those of other hosts that links lead to: first causes first. */
  readonly sightings: readonly PlacedSighting[];
  readonly links: readonly CausalLink[];
  readonly notLinked: readonly LinkNotShown[];
  /** The likeliest first. */
  readonly causes: readonly LikelyCause[];
  readonly ruledOut: readonly RuledOut[];
  /** What could not be told, and why. */
  readonly couldNotTell: readonly string[];
  readonly verdicts: readonly Finding[];
}
