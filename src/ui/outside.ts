import type { Readable, Writable } from 'node:stream';

/** What the command line takes from the process around it; a test gives its own. */
export interface Outside {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signals: SignalSource;
}

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal?: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal?: NodeJS.Signals) => void): unknown;
}
