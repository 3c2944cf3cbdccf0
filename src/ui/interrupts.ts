import type { SignalSource } from './outside.ts';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Who hears Ctrl-C (and a polite kill, or a terminal that closes): the innermost of those that asked to. With nobody listening the
 * signal ends the program as usual.
 */
export class Interrupts {
  readonly #source: SignalSource;
  readonly #handlers: (() => void)[] = [];
  #hungUp = false;

  constructor(source: SignalSource) {
    this.#source = source;
  }

  /** Returns what ends the listening. */
  listen(handler: () => void): () => void {
    if (this.#handlers.length === 0) for (const signal of SIGNALS) this.#source.on(signal, this.#heard);
    this.#handlers.push(handler);
    return () => {
      const at = this.#handlers.indexOf(handler);
      if (at < 0) return;
      this.#handlers.splice(at, 1);
      if (this.#handlers.length === 0) for (const signal of SIGNALS) this.#source.off(signal, this.#heard);
    };
  }

  /** A terminal that closes says so more than once: the kernel does, and so does the shell. */
  readonly #heard = (signal?: NodeJS.Signals): void => {
    if (signal === 'SIGHUP' && this.#hungUp) return;
    this.#hungUp ||= signal === 'SIGHUP';
    this.#handlers.at(-1)?.();
  };
}
