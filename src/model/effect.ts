import type { Resource } from './resource.ts';
import { foldCase } from './windows-name.ts';

/**
 * Something that happens rather than a state that is set: a service restart, a reboot. It cannot be taken back, so it is listed apart and
 * consented to on its own (`--allow service.restart`).
 */
export type Effect = EffectCall & {
  readonly id: string;
  readonly reason: string;
  /** What is set, but not in force until this has happened; `putsInForce` are those of them that the same plan changes. */
  readonly resources: readonly Resource[];
  readonly putsInForce: readonly string[];
  /** Who and what will notice, one line each, from what was observed. */
  readonly blastRadius: readonly string[];
};

export interface EffectTargets {
  'service.restart': RestartTarget;
  reboot: RebootTarget;
}

export type EffectKind = keyof EffectTargets;

/** What is to happen, and to what: all that the host has to be told. */
export type EffectCall = {
  readonly [K in EffectKind]: { readonly kind: K; readonly target: EffectTargets[K] };
}[EffectKind];

export interface RestartTarget {
  readonly service: string;
  /** How long the stop and the start of each service may take before we give up waiting (never a kill). */
  readonly deadlineSeconds: number;
}

/** Windows as a whole. */
export interface RebootTarget {
  /** From the request to the going down: time for our line to end in order, and for whoever is signed in to read that it will happen. */
  readonly delaySeconds: number;
}

export interface EffectType<K extends EffectKind = EffectKind> {
  readonly kind: K;
  /** Not allowed: its values are set all the same, not in force. It happens by itself sooner or later, and nobody forces it for one value. */
  readonly valuesMayWait: boolean;
  describe(target: EffectTargets[K]): string;
}

export interface ServiceStanding {
  readonly service: string;
  readonly status: string;
}

/** What the host says of a restart it carried through: every service involved, before and after. */
export interface RestartResult {
  readonly before: readonly ServiceStanding[];
  readonly after: readonly ServiceStanding[];
}

/** The host's word that it will go down at `due`, and since when it had been up; both by its own clock. */
export interface RebootRequested {
  readonly bootedAt: string;
  readonly due: string;
}

/** Short, as progress and outcomes name it: `service.restart MSExchangeIS`, `reboot`. */
export const effectName = (call: EffectCall): string =>
  call.kind === 'reboot' ? call.kind : `${call.kind} ${call.target.service}`;

/** Equal for what happens to the same, however it is spelt. */
export const effectKey = (call: EffectCall): string => foldCase(effectName(call));
