import type { HostState } from './state.ts';

/**
 * What a request does to the host, as a generator: the core says where Windows would flush and where it waits, and whoever runs
 * it saves the state, moves the clock or really waits, and sends progress. So the core has no I/O and no clock of its own.
 */
export type Work<Result> = Generator<Pause, Result, void>;

export type Pause =
  /** Everything up to here must survive the end of the process. */
  | { readonly kind: 'flushed' }
  /** One second passes; after it, the state may be another one: hold no reference into it. */
  | { readonly kind: 'second'; readonly step: string; readonly seconds: number };

/** One PowerShell process on the host, and the host it sees. */
export interface Session {
  readonly state: HostState;
  readonly process: { readonly pid: number; readonly startedAt: string };
  /** The host's clock. */
  now(): string;
  /** A process of this pid and start time runs on the host. */
  isAlive(process: { readonly pid: number; readonly startedAt: string }): boolean;
  /** The run whose changes are uncommitted, from `begin` to `keep` or `undo`. */
  open: OpenRun | undefined;
  /** Seconds of silence that end the session while it has a hive mounted. */
  mountLease?: number | undefined;
  /** The fault that the present request is to show. */
  fault: string | undefined;
  /** Steps that the disk of the record still has room for during this request. */
  room: number;
  /** A step of the present undo could not be written. */
  unwritten: boolean;
}

export interface OpenRun {
  readonly run: string;
  readonly leaseSeconds: number;
}

/** Windows said no. Becomes `set-failed` or `effect-failed` with the state that is left. */
export class WindowsRefusal extends Error {}

// biome-ignore lint/correctness/useYield: what only reads has nothing to flush and nothing to wait for
export function* atOnce<Result>(reply: Result): Work<Result> {
  return reply;
}
