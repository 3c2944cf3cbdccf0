import type { Resource } from './resource.ts';

/**
 * Something that happens rather than a state that is set: a service restart. It cannot be taken back, so it is listed apart and
 * consented to on its own (`--allow service.restart`).
 */
export interface Effect {
  readonly id: string;
  readonly kind: EffectKind;
  readonly target: EffectTarget;
  readonly reason: string;
  /** What is set, but not in force until this has happened; `putsInForce` are those of them that the same plan changes. */
  readonly resources: readonly Resource[];
  readonly putsInForce: readonly string[];
  /** Who and what will notice, one line each, from what was observed. */
  readonly blastRadius: readonly string[];
}

export type EffectKind = 'service.restart';

export interface EffectTarget {
  readonly service: string;
  /** How long the stop and the start of each service may take before we give up waiting (never a kill). */
  readonly deadlineSeconds: number;
}

export interface EffectType {
  readonly kind: EffectKind;
  describe(target: EffectTarget): string;
  identity(target: EffectTarget): string;
}

export interface ServiceStanding {
  readonly service: string;
  readonly status: string;
}

/** What the host says of an effect it carried through: every service involved, before and after. */
export interface EffectResult {
  readonly before: readonly ServiceStanding[];
  readonly after: readonly ServiceStanding[];
}
