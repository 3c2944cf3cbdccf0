/**
 * Ctrl-C, in two steps. `stopping` after the first: no host is begun; hosts in progress undo, or finish when all their changes are
 * verified. `dropped` after the second: lines are closed at once and those hosts are unfinished.
 */
export class Cancellation {
  readonly #soft = new AbortController();
  readonly #hard = new AbortController();

  get stopping(): boolean {
    return this.#soft.signal.aborted;
  }

  /** Aborts everything that waits for a line. */
  get dropped(): AbortSignal {
    return this.#hard.signal;
  }

  /** Returns what the interruption means now, for the person who asked. */
  interrupt(): string {
    if (!this.stopping) {
      this.#soft.abort();
      return 'Stopping: no further host is begun; hosts in progress are put back, and finished where all is verified. Again to drop their lines at once.';
    }
    this.#hard.abort();
    return 'Lines dropped. Hosts in progress are unfinished: `setright runs show last` names them, `setright recover` settles them.';
  }
}
