import type { Fact, FactQuestion } from '../../model/fact.ts';
import type { Host } from '../../model/host.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Machine } from '../../model/machine.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { Remedy } from '../../model/remedy.ts';
import {
  assembleHostPlan,
  type ExactHostPlan,
  findingsOf,
  type Judged,
  PlanConflict,
} from '../../plan/assemble.ts';
import type { ObservedStates } from '../../plan/states.ts';
import { endHives, takeDeadMountsAway } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import type { RunContext, Stalled } from '../context.ts';
import { outcome, outcomeOfError } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { notInForceSince } from './in-force.ts';
import { type JudgedHost, judgeRemedies, type Look, needsOf } from './judge-remedies.ts';
import { readStates } from './read-states.ts';
import { surveyOutcome, unfinishedRuns } from './survey-outcome.ts';

/** A remedy that a host is held to, with checked parameters. */
export interface Assignment {
  readonly remedy: Remedy;
  readonly parameters: JsonObject;
}

/** What one look at a host gave: its outcome as a check, and, when it could be judged, what would be done. */
export interface Surveyed {
  readonly host: Host;
  readonly outcome: HostOutcome;
  readonly plan: ExactHostPlan | undefined;
  /** What the plan was assembled from: enough to assemble it again with fewer wishes, without asking the host. */
  readonly seen?: Seen;
  /** Its line came about in small packets only. */
  readonly stalled?: Stalled | undefined;
}

export interface Seen {
  readonly machine: Machine;
  readonly hostKey: string;
  readonly judged: readonly Judged[];
  readonly observed: ObservedStates;
  readonly hives?: readonly string[];
  /** Runs on this host that have no end yet, a sentence each. */
  readonly unfinished?: readonly string[];
  /** To the questions that were asked beside those of the remedies, in their order. */
  readonly answers: readonly Fact[];
}

/**
 * Throws PlanConflict when the wishes cannot become one plan; or when a run has no end on the host: what it has set may yet be undone, by the
 * very apply of such a plan too, so what is read there is no state to plan from. Pure.
 */
export function planFromSeen(host: string, { unfinished = [], ...seen }: Seen): ExactHostPlan {
  if (unfinished.length > 0) throw new PlanConflict(unfinished.join('; '));
  return assembleHostPlan({ host, ...seen, typeOf });
}

/** Looks at one host and judges it. Only reads; every failure becomes the outcome of this host. */
export async function surveyHost(
  context: RunContext,
  host: Host,
  assignments: readonly Assignment[],
  questions: readonly FactQuestion[] = [],
): Promise<Surveyed> {
  const step = (text: string) => context.watch({ kind: 'host-step', host: host.name, step: text });
  let session: Session | undefined;
  let seen: Seen | undefined;
  try {
    step('connecting');
    session = await Session.open(host, context);
    if (session.hives.mayMount) await takeDeadMountsAway(session);
    step('reading facts and states');
    const looked = await judge(session, assignments, questions);
    const hives = [...session.hives.mounted];
    const { machine } = session.hello;
    const unfinished = unfinishedRuns(host.name, session.hello);
    seen = { machine, hostKey: session.hostKey, ...looked, hives, unfinished };
    const plan = planFromSeen(host.name, seen);
    return { host, plan, seen, outcome: await endHives(session, surveyOutcome(plan, session)) };
  } catch (error) {
    if (error instanceof PlanConflict && seen) {
      const findings = findingsOf(seen.judged);
      const unknown = outcome(host.name, 'unknown', error.message, { findings });
      return { host, plan: undefined, seen, outcome: await endHives(session, unknown) };
    }
    return { host, plan: undefined, outcome: await endHives(session, lookOutcome(host.name, error)) };
  } finally {
    await session?.close();
  }
}

function judge(
  session: Session,
  assignments: readonly Assignment[],
  questions: readonly FactQuestion[],
): Promise<JudgedHost> {
  session.hidesValues = needsOf(assignments).some((need) => need.sensitive === true);
  const look: Look = {
    observe: async (all) => (await session.request('observe', { questions: all })).facts,
    states: (resources) => readStates(session, resources),
    notInForce: (resource) => notInForceSince(session.hello, resource),
  };
  return judgeRemedies(assignments, look, questions);
}

/** A look refuses nothing: a host whose entry in the inventory cannot be meant is one that we know nothing of. */
function lookOutcome(host: string, error: unknown): HostOutcome {
  const found = outcomeOfError(host, error);
  return found.status === 'refused' ? { ...found, status: 'unknown' } : found;
}
