import type { Effect } from '../../model/effect.ts';

/** What the person agreed to beyond the values themselves. */
export interface Consent {
  /** May this effect happen on this host? Asked per effect; `--yes` alone never says yes here. */
  effect(host: string, effect: Effect): boolean;
  /** Values whose effect was declined are set all the same, not in force. Otherwise such a change is left out. */
  readonly keepWithoutEffects: boolean;
  /** The run whose left-behind lock may be broken. */
  readonly breakLock: string | undefined;
  /** What is set is taken back by the host itself after so long, whatever the plan says of that. */
  readonly undoAfterSeconds?: number | undefined;
}
