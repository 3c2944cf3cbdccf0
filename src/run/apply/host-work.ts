import type { Journal } from '../../journal/journal.ts';
import type { Host } from '../../model/host.ts';
import type { ExactHostPlan } from '../../plan/assemble.ts';
import type { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import type { Consent } from './consent.ts';
import type { LeftRun } from './left-runs.ts';

/** One host's part of one run: passed through the steps of an apply, in order. */
export interface HostWork {
  readonly context: RunContext;
  readonly journal: Journal;
  readonly run: string;
  readonly host: Host;
  readonly plan: ExactHostPlan;
  readonly consent: Consent;
  /** When the plan was made, by our clock. */
  readonly plannedAt: string;
  /** Of a rollback: the run that it takes back. */
  readonly undoes: string | undefined;
  /** Runs that, as far as this controller's journals know, are unfinished on this host. */
  readonly left: readonly LeftRun[];
  /** The present line; a new one after a lost line. */
  session: Session;
  connections: number;
  /** Set once the host has armed its guard: it undoes by itself after so much quiet. */
  guardSeconds?: number;
  /** Set once the host has armed its timed undo: when it takes the run back, by its own clock. */
  undoDue?: string;
}

export const step = (work: Pick<HostWork, 'context' | 'host'>, text: string): void =>
  work.context.watch({ kind: 'host-step', host: work.host.name, step: text });
