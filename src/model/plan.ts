import type { Effect } from './effect.ts';
import type { Machine } from './machine.ts';
import type { Precondition } from './precondition.ts';
import type { ProfileAnswer } from './profile.ts';
import type { Advice, Verdict } from './remedy.ts';
import type { Resource } from './resource.ts';
import type { ShownState } from './state.ts';

export const PLAN_SCHEMA = 'setright/plan@1';

/** One state to set: from `before`, which must be found, to `after`, for `reason`. */
export interface Change {
  /** Unique in the plan of its host: c1, c2 ... in the order in which they are made; undone in reverse. */
  readonly id: string;
  readonly resource: Resource;
  readonly before: ShownState;
  readonly after: ShownState;
  readonly reason: string;
  readonly remedy: string;
  readonly reversible: 'yes' | 'partly' | 'no';
  readonly sensitive: boolean;
}

export interface Finding {
  readonly remedy: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** As the judgement says it; absent where there is none. */
  readonly harm?: readonly string[];
}

/** What would happen on one host. */
export interface HostPlan {
  readonly host: string;
  readonly machine: Machine;
  /** SHA256 fingerprint of the SSH host key, '' for transports that have none. */
  readonly hostKey: string;
  readonly findings: readonly Finding[];
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
  /** Looked at before anything is set; without them the host is left as it is. */
  readonly preconditions?: readonly Precondition[];
  /** In the plan of a rollback: what holds neither what we wrote nor what was there before. It is left alone and reported. */
  readonly conflicts: readonly string[];
  readonly advice: readonly Advice[];
  /** The host itself takes the changes back so long after they were made (a timed undo); without it they last. */
  readonly undoAfterSeconds?: number;
  /** Of wishes for all users: every profile's answer, those that were not reached included. */
  readonly profiles?: readonly ProfileAnswer[];
  /** Users (SIDs) whose hives were mounted for it, and will be when it is applied. */
  readonly hives?: readonly string[];
}

/** A host that no plan could be made for, and why. It stays in the plan so that nobody takes it for compliant. */
export interface HostLeftOut {
  readonly host: string;
  readonly outcome: 'unreachable' | 'unknown' | 'failed';
  readonly why: string;
}

/** What would happen, frozen. `digest` covers everything else in it; a plan that was edited is refused. */
export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  readonly id: string;
  readonly createdAt: string;
  readonly createdBy: { readonly person: string; readonly controller: string; readonly version: string };
  /** SHA-256 of the runtime that read the states. */
  readonly runtime: string;
  /** Set for the plan of a rollback: the run that is taken back. */
  readonly undoes?: string;
  readonly hosts: readonly HostPlan[];
  readonly leftOut: readonly HostLeftOut[];
  readonly digest: string;
}
