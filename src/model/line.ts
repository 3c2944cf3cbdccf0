/**
 * The line to a host: what is said on the stdin and stdout of one PowerShell. `docs/line.md` is the prose of this file; the
 * runtime in `scripts/` and the simulated host both speak it. Pure; no I/O.
 */
import type { EffectCall, RebootRequested, RestartResult } from './effect.ts';
import type { Fact, FactQuestion } from './fact.ts';
import type { GuardRemoval, ShownGuard } from './guard.ts';
import type { HiveMount, Mounting, Unmounting } from './hive.ts';
import type {
  Claim,
  HostChange,
  HostLock,
  HostRun,
  LeftRecord,
  RunRecord,
  Speaker,
  UndoReport,
} from './host-record.ts';
import { isPlainObject } from './json.ts';
import type { Machine } from './machine.ts';
import type { Resource } from './resource.ts';
import type { State } from './state.ts';

export const PROTOCOL = 'R1';

/** Exit codes of the PowerShell process. */
export const ProcessExit = { bye: 0, lineClosed: 5, notServed: 30, stdinCut: 31, internal: 32 } as const;

export interface Requests {
  /** `about`: runs whose record we want to hear of whatever its state, to learn an outcome after a lost line. */
  /** `narrow`: from now on the host writes its lines in small pieces with pauses, for a way that swallows large packets. */
  hello: { speaker: Speaker; echo: string; about: readonly string[]; narrow?: true | undefined };
  observe: { questions: readonly FactQuestion[] };
  get: { resources: readonly Resource[] };
  /** Takes the host's lock and writes the backup. `breaks` names the run whose left-behind lock is broken deliberately. */
  begin: {
    run: string;
    speaker: Speaker;
    leaseSeconds: number;
    changes: readonly HostChange[];
    breaks?: string;
  };
  /** Sets one recorded change. `settle` re-reads nothing else. */
  set: { run: string; change: string; expect: State; want: State };
  /**
   * Sets a recorded change as far as a boot takes it back, `want` being its trial state: only under an armed guard. A `set` of the change
   * goes on from there, and nobody can `yield` before it.
   */
  try: { run: string; change: string; expect: State; want: State };
  /** A reboot is of a run that was kept: what goes down with Windows must leave nothing to undo. */
  effect: { run: string; id: string } & EffectCall;
  /** A new session takes the lock of `run` over: its former owner writes nothing more, and its process is gone, ended after `patienceSeconds` of work if need be. */
  claim: { run: string; speaker: Speaker; patienceSeconds: number };
  undo: { run: string };
  /** Reads only: every run that the host has a record of, and the whole records of those named. */
  records: { runs: readonly string[] };
  /** Ends a run that was left open as kept: refused unless every change of it reads as it was wanted. */
  adopt: { run: string; notInForce: readonly string[] };
  /** Releases the lock that a run left behind which is not open. */
  release: { run: string };
  /** Removes our own files of runs that ended and left nothing pending. */
  prune: { runs: readonly string[] };
  /** Ends the run with its values kept; `notInForce` are changes whose effect did not happen. */
  keep: { run: string; notInForce: readonly string[] };
  /** Arms the guard of the open run, before anything is set: the host undoes it after `seconds` of quiet unless it is confirmed. */
  guard: { run: string; seconds: number };
  /** Arms the timed undo of the open run, before anything is set: the host takes it back `seconds` from now, kept or not. */
  timed: { run: string; seconds: number };
  /** Hands an open, guarded run over: only a new session can confirm it now. */
  yield: { run: string };
  /** A new session's word that a guarded run may stay. */
  confirm: { run: string; notInForce: readonly string[] };
  /** Reads only: guards that stand, and those of the runs named. */
  guards: { runs: readonly string[] };
  /** Takes the guard of a run away; the run stays as it is. */
  disarm: { run: string };
  /** Brings a hive within reach of this session, until `unmount`, or until the line has been silent for `leaseSeconds`. */
  mount: { sid: string; leaseSeconds: number };
  /** Takes this session's mount of that user away; of nobody in particular (''): all of them, and what dead sessions of ours left. */
  unmount: { sid: string };
  bye: Record<string, never>;
}

export type Verb = keyof Requests;

export interface Replies {
  hello: Hello;
  observe: { facts: readonly Fact[] };
  get: { states: readonly State[] };
  begin: { record: string };
  set: { found: State; now: State };
  try: { found: State; now: State };
  effect: RestartResult | RebootRequested;
  claim: Claim;
  undo: UndoReport;
  keep: { record: 'kept' };
  records: { known: readonly HostRun[]; records: readonly RunRecord[] };
  adopt: { record: 'kept' };
  release: { lock: null };
  prune: { pruned: readonly string[]; left: readonly LeftRecord[] };
  guard: { seconds: number };
  timed: { seconds: number; due: string };
  yield: { record: 'open' };
  confirm: { record: 'kept'; guard: GuardRemoval };
  guards: { guards: readonly ShownGuard[] };
  disarm: { guard: GuardRemoval };
  mount: Mounting;
  unmount: { hives: readonly Unmounting[] };
  /** A bye with changes uncommitted undoes them first. */
  bye: { undone: UndoReport | null };
}

export interface Hello {
  readonly echo: string;
  readonly engine: { readonly version: string; readonly edition: string; readonly languageMode: string };
  /** The PowerShell process that serves us. */
  readonly process: { readonly pid: number; readonly startedAt: string };
  readonly identity: { readonly name: string; readonly elevated: boolean };
  readonly clock: string;
  readonly machine: Machine;
  readonly lock: HostLock | null;
  /** Runs that are open or left values not in force (at most 50, newest first), and those that `about` named. */
  readonly runs: readonly HostRun[];
  /** Hives that sessions of ours have mounted, the dead ones too. */
  readonly hives: readonly HiveMount[];
}

/**
 * Codes of error replies. `malformed` and `unknown-verb` are answers too: the host is never silent. What arrives is text all the same:
 * another version may know more of them.
 * @public
 */
export type HostErrorCode =
  | 'malformed'
  | 'unknown-verb'
  | 'unknown-kind'
  | 'out-of-turn'
  | 'locked'
  | 'record-failed'
  | 'not-in-record'
  | 'drifted'
  | 'unreadable'
  | 'set-failed'
  | 'set-differs'
  | 'effect-refused'
  | 'effect-failed'
  | 'guard-failed'
  | 'guard-held'
  | 'not-ended'
  | 'too-large'
  | 'internal';

/** What a frame carries: progress of a request, its one reply, or the host's own notice (n = 0) when the line ended. */
export type Frame =
  | { readonly n: number; readonly progress: Progress }
  | { readonly n: number; readonly reply: unknown }
  | {
      readonly n: number;
      readonly error: { readonly code: string; readonly message: string; readonly data: unknown };
    }
  | { readonly n: 0; readonly notice: unknown };

export interface Progress {
  readonly step: string;
  readonly seconds: number;
}

/**
 * Every string value is marked with a leading `=` so that no JSON reader can take it for a date; keys are ours and never data.
 */
export function mark(value: unknown): unknown {
  if (typeof value === 'string') return `=${value}`;
  if (Array.isArray(value)) return value.map(mark);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mark(member)]));
}

/** The inverse of `mark`; throws a TypeError on a string that lost its mark on the way. */
export function unmark(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('=')) throw new TypeError('a string arrived without its mark');
    return value.slice(1);
  }
  if (Array.isArray(value)) return value.map(unmark);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmark(member)]));
}

/** One line of printable ASCII without quotes or dollar signs that any shell or logger could take for code. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]|['`$]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const requestLine = (n: number, verb: string, body: object): string =>
  asciiJson(mark({ n, verb, ...body }));

export const frameLine = (nonce: string, frame: Frame): string =>
  `<<${PROTOCOL}:${nonce}>>${asciiJson(mark(frame))}<<${nonce}>>`;
