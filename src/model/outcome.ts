import type { Finding } from './plan.ts';
import type { ProfileAnswer } from './profile.ts';

/**
 * How one host came out of a run. Every apply ends `applied`, `restored` or `stuck`; until one of these was read from the host it
 * is `unfinished`. `nothing` and the refusals mean that nothing was written at all.
 */
export type HostStatus =
  | 'compliant'
  | 'differs'
  | 'nothing'
  | 'applied'
  /** What earlier runs left was settled: undone or adopted, and verified. */
  | 'recovered'
  | 'restored'
  | 'stuck'
  | 'unfinished'
  /** Nothing was written: a program that has to be closed first runs, and nobody ends it but who uses it. */
  | 'waits'
  | 'refused'
  | 'cancelled'
  | 'unreachable'
  | 'unknown';

export interface HostOutcome {
  readonly host: string;
  readonly status: HostStatus;
  /** One sentence for the row of the report: what happened and the next move. */
  readonly summary: string;
  readonly details: readonly string[];
  readonly findings: readonly Finding[];
  /** Changes that hold and effects that they still wait for: "set, not in force". */
  readonly notInForce: readonly string[];
  /** Connections opened in this run; more than one only to learn an outcome after a lost line. */
  readonly connections: number;
  /** Of wishes for all users: every profile's answer. */
  readonly profiles?: readonly ProfileAnswer[];
}

/** Exit codes of the command line; the worst of a run's hosts wins, in this order. */
const severity: readonly (readonly [number, readonly HostStatus[]])[] = [
  [4, ['stuck', 'unfinished']],
  [3, ['restored', 'refused']],
  [5, ['unreachable', 'unknown']],
  [2, ['differs', 'waits']],
];

export function exitCodeOf(statuses: readonly HostStatus[]): number {
  for (const [code, members] of severity)
    if (statuses.some((status) => members.includes(status))) return code;
  return 0;
}
