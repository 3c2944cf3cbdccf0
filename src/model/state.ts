import { type Json, sameJson } from './json.ts';

/**
 * The state of one resource, as it was read. "Absent", "unreadable" and a value are three different answers;
 * no code folds one into another, and an unreadable state is never changed.
 */
export type State = Absent | Unreadable | Present;

/**
 * Nothing is there. `missing` says what: a registry value can be missing in a key that exists (`value`), or with its
 * key (`key`, and `from` names the highest key that does not exist: what a set would have to create from there down).
 */
export interface Absent {
  readonly status: 'absent';
  readonly missing: string;
  readonly from?: string;
}

/** It may be there, but could not be read exactly. `why` is the host's own reason. */
export interface Unreadable {
  readonly status: 'unreadable';
  readonly why: string;
  /** Of a user's value: its hive is not within reach. A host says `not-loaded`; why a mount failed, the mount's reply does. */
  readonly hive?: HiveOutOfReach;
}

/** `in-use`: somebody else has the file open, so the user may be about to log on or off. */
export type HiveOutOfReach = 'not-loaded' | 'in-use' | 'unreachable';

export interface Present {
  readonly status: 'present';
  readonly value: Json;
}

/** Stands in plans, journals and reports where a sensitive value was; the exact bytes lie in the backup store. */
export interface Sealed {
  readonly status: 'sealed';
  /** Keyed (HMAC-SHA256, the key never leaves the data folder): equal values of one controller are equal here. */
  readonly fingerprint: string;
}

/** What may be written down where others can read it. */
export type ShownState = State | Sealed;

export const present = (value: Json): Present => ({ status: 'present', value });

export const sameState = (left: ShownState, right: ShownState): boolean => sameJson(left, right);

/** `found` is what `wanted` asks for: a registry value that is missing together with its key is missing all the same. */
export const readsAs = (found: State, wanted: State): boolean =>
  sameState(found, wanted) ||
  (found.status === 'absent' &&
    wanted.status === 'absent' &&
    found.missing === 'key' &&
    wanted.missing === 'value');
