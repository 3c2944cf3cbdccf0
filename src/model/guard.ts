/**
 * The guard: a task of the host that undoes a run by itself unless a new connection confirms it. What became of it is told by the steps
 * of the run's record there.
 */

/** The task was taken away and is gone; still stands, to find its run ended; or there was none. */
export type GuardRemoval = 'removed' | 'left' | 'none';

/** The guard of a run, as the run's own steps tell it. */
export interface ShownGuard {
  readonly run: string;
  readonly seconds: number;
  /** When it was registered, by the host's clock. */
  readonly at: string;
  readonly state: 'intended' | 'rehearsed' | 'armed' | 'fired' | 'removed';
  /** Its task has not been seen to be gone. */
  readonly standing: boolean;
}
