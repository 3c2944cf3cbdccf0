import type { ServiceStanding } from './effect.ts';
import type { Resource } from './resource.ts';
import type { State } from './state.ts';

/** Who is speaking: written to the host's lock and record, so that another person reads who holds it. */
export interface Speaker {
  readonly version: string;
  readonly controller: string;
  readonly person: string;
}

/** A change as the host records it: the exact states, sealed nowhere. */
export interface HostChange {
  readonly id: string;
  readonly resource: Resource;
  readonly before: State;
  readonly after: State;
}

export interface HostLock {
  readonly run: string;
  readonly controller: string;
  readonly person: string;
  readonly at: string;
  /** The PowerShell process that took it still runs. */
  readonly alive: boolean;
  /** Raised by each owner that took it from another. */
  readonly epoch: number;
}

/** What became of the process that held the lock: there was none, it had ended by itself, or it was ended. */
export interface Claim {
  readonly former: 'none' | 'gone' | 'ended';
  readonly epoch: number;
}

export interface HostRun {
  readonly run: string;
  readonly controller: string;
  readonly person: string;
  readonly at: string;
  readonly state: RecordState;
  readonly notInForce: readonly NotInForce[];
}

/** The host's whole record of a run, exact states included: sensitive until somebody knows better. */
export interface RunRecord {
  readonly run: string;
  readonly speaker: Speaker;
  readonly at: string;
  readonly state: RecordState;
  readonly changes: readonly HostChange[];
  /** The newest step of each change that has one. */
  readonly last: readonly { readonly change: string; readonly step: string; readonly at: string }[];
}

/** A record that `prune` did not remove: `open`, `stuck`, `not-in-force`, `locked`, `not-in-record` or `record-failed`. */
export interface LeftRecord {
  readonly run: string;
  readonly why: string;
}

/** A value that was set (or restored) at `since`, and that needs `effect` before it is in force. */
export interface NotInForce {
  readonly change: string;
  readonly resource: Resource;
  readonly since: string;
}

/** How the host's record of a run ends. `open`: neither kept nor undone yet. */
export type RecordState = 'open' | 'kept' | 'restored' | 'stuck';

export interface UndoReport {
  readonly state: 'restored' | 'stuck';
  readonly changes: readonly UndoneChange[];
  /** Services that ran before a restart that was cut off, as they stand after the undo; any not running makes it stuck. */
  readonly services: readonly ServiceStanding[];
  /** Not all of it could be written down on the host: its record of the run is incomplete. */
  readonly unwritten?: boolean;
}

/**
 * `restored`: held what we wrote, now reads `before`. `already`: read `before` without our doing. `untouched`: was never begun.
 * `conflict`: reads neither as before nor as we left it (`found`), left alone. `unreadable`, `failed`: could not be restored, why is told.
 */
export interface UndoneChange {
  readonly change: string;
  readonly outcome: 'restored' | 'already' | 'untouched' | 'conflict' | 'unreadable' | 'failed';
  readonly found: State | null;
  readonly why: string;
}
