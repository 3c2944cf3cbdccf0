/** Records of a run's journal: written ahead of what they announce, one JSON line each, chained by hash. */

import type { ServiceStanding } from './effect.ts';
import type { GuardRemoval } from './guard.ts';
import type { Unmounting } from './hive.ts';
import type { Claim, UndoneChange } from './host-record.ts';
import type { Machine } from './machine.ts';
import type { HostOutcome } from './outcome.ts';
import type { Change, Plan } from './plan.ts';
import type { ShownState } from './state.ts';

export const JOURNAL_SCHEMA = 'setright/journal@1';

export type JournalEntry =
  | { readonly event: 'run-begun'; readonly schema: typeof JOURNAL_SCHEMA; readonly run: RunHeader }
  | {
      readonly event: 'host-begun';
      readonly host: string;
      readonly machine: Machine;
      readonly changes: readonly Change[];
      readonly backup: string;
    }
  | { readonly event: 'record-written'; readonly host: string; readonly record: string }
  /** The host undoes by itself from now on, after so many seconds without a word in its record. */
  | { readonly event: 'guard-armed'; readonly host: string; readonly seconds: number }
  /** The host takes the run back by itself at `due`, by its own clock, kept or not. */
  | {
      readonly event: 'timed-undo-armed';
      readonly host: string;
      readonly seconds: number;
      readonly due: string;
    }
  | {
      readonly event: 'timed-undo-removed';
      readonly host: string;
      readonly of: string;
      readonly removal: GuardRemoval;
    }
  | { readonly event: 'guard-removed'; readonly host: string; readonly guard: GuardRemoval }
  /** A user's hive, on the way to a value in it. */
  | { readonly event: 'hive-mounted'; readonly host: string; readonly sid: string; readonly name: string }
  | {
      readonly event: 'hive-unmounted';
      readonly host: string;
      readonly sid: string;
      readonly name: string;
      readonly outcome: Unmounting['outcome'];
      readonly why: string;
    }
  | { readonly event: 'set-intended'; readonly host: string; readonly change: string }
  | {
      readonly event: 'set-done';
      readonly host: string;
      readonly change: string;
      readonly found: ShownState;
      readonly now: ShownState;
    }
  /** Set as far as a boot takes it back; `set-done` follows once a new line has come about. */
  | {
      readonly event: 'tried';
      readonly host: string;
      readonly change: string;
      readonly found: ShownState;
      readonly now: ShownState;
    }
  | { readonly event: 'already-so'; readonly host: string; readonly change: string }
  | { readonly event: 'failed'; readonly host: string; readonly step: string; readonly why: string }
  | { readonly event: 'verified'; readonly host: string }
  | { readonly event: 'effect-intended'; readonly host: string; readonly effect: string }
  | {
      readonly event: 'effect-done';
      readonly host: string;
      readonly effect: string;
      readonly result: unknown;
    }
  /** The host said that it will restart. It is done when a later start was seen: `effect-done`; until then nobody knows. */
  | {
      readonly event: 'reboot-requested';
      readonly host: string;
      readonly effect: string;
      readonly due: string;
    }
  /** It came to nothing, and that is known: refused, cancelled on the host. */
  | {
      readonly event: 'reboot-not-done';
      readonly host: string;
      readonly effect: string;
      readonly why: string;
    }
  | { readonly event: 'undo-intended'; readonly host: string; readonly of: string }
  | { readonly event: 'undone'; readonly host: string; readonly of: string; readonly report: JournalUndo }
  | { readonly event: 'kept'; readonly host: string; readonly notInForce: readonly string[] }
  /** What an earlier run left is known to have ended, by its timed undo too; `nothing`: it never wrote anything there. An undo has its own record. */
  | {
      readonly event: 'settled';
      readonly host: string;
      readonly of: string;
      readonly state: 'kept' | 'restored' | 'stuck' | 'nothing';
    }
  | { readonly event: 'claimed'; readonly host: string; readonly of: string; readonly claim: Claim }
  | { readonly event: 'lock-released'; readonly host: string; readonly of: string }
  | { readonly event: 'pruned'; readonly host: string; readonly runs: readonly string[] }
  | { readonly event: 'host-ended'; readonly host: string; readonly outcome: HostOutcome }
  | { readonly event: 'run-ended'; readonly exitCode: number };

export interface RunHeader {
  readonly run: string;
  readonly verb: 'apply' | 'rollback' | 'recover';
  readonly startedAt: string;
  readonly person: string;
  readonly controller: string;
  readonly version: string;
  /** Of a recover it names no host: what it does is told by what earlier runs left. */
  readonly plan: Plan;
}

/** As it stands in the file: `hash` covers this record without itself, `previous` is the hash of the record before. */
export type JournalRecord = JournalEntry & {
  readonly n: number;
  readonly at: string;
  readonly previous: string;
  readonly hash: string;
};

/** An undo report with what sensitive resources were found to hold replaced by fingerprints. */
export interface JournalUndo {
  readonly state: 'restored' | 'stuck';
  readonly services: readonly ServiceStanding[];
  /** The host's own record of it is incomplete: this one tells. */
  readonly unwritten?: boolean;
  readonly changes: readonly (Omit<UndoneChange, 'found'> & { readonly found: ShownState | null })[];
}
