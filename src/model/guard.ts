/**
 * The guard: a task of the host that undoes a run by itself unless a new connection confirms it. What became of it is told by the steps
 * of the run's record there.
 */

import type { RecordState } from './host-record.ts';

/** The task was taken away and is gone; still stands, to find its run ended; or there was none. */
export type GuardRemoval = 'removed' | 'left' | 'none';

/**
 * A `guard` undoes an open run that nobody confirms, one at a time on a host. A `timed undo` takes back a run that was kept, once it
 * is due, for settings that are to last for hours or days; it waits for nobody's word, and a host may have many.
 */
export type GuardKind = 'guard' | 'timed undo';

/** Bounds of a timed undo, in seconds: five minutes to ninety days. */
export const TIMED_UNDO = { shortest: 300, longest: 90 * 86_400 } as const;

/** The guard or timed undo of a run, as the run's own steps tell it. */
export interface ShownGuard {
  readonly run: string;
  readonly kind: GuardKind;
  readonly seconds: number;
  /** When a timed undo fires, by the host's clock; null: a guard's time begins anew with each step of its run. */
  readonly due: string | null;
  /** When it was registered, by the host's clock. */
  readonly at: string;
  readonly state: 'intended' | 'rehearsed' | 'armed' | 'fired' | 'removed';
  /** Its task has not been seen to be gone. */
  readonly standing: boolean;
  /** How the run stands in the host's record: with `fired`, what came of it. */
  readonly record: RecordState;
}
