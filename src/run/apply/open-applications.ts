import { readFact } from '../../facts/index.ts';
import { ExpectedError, WaitsError } from '../../model/errors.ts';
import type { ProcessesFact } from '../../model/fact.ts';
import type { Host } from '../../model/host.ts';
import type { HostPlan } from '../../model/plan.ts';
import type { Precondition } from '../../model/precondition.ts';
import { printable } from '../../model/printable.ts';
import type { Resource } from '../../model/resource.ts';
import { identityOf } from '../../plan/states.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { typeOf } from '../tables.ts';
import { type HostWork, step } from './host-work.ts';

/** Those of these preconditions that something of what is about to be set waits for. */
export const preconditionsOf = (
  preconditions: readonly Precondition[],
  resources: readonly Resource[],
): readonly Precondition[] => {
  const set = new Set(resources.map((resource) => identityOf(typeOf, resource)));
  return preconditions.filter((each) =>
    each.resources.some((resource) => set.has(identityOf(typeOf, resource))),
  );
};

/** The requests that `whoHasOpen` sends, in order. */
export const openQuestions = (preconditions: readonly Precondition[]) => {
  const names = [...new Set(preconditions.map(({ application }) => application))];
  return names.map((name) => ({ fact: 'processes', ask: { name } }) as const);
};

/** Who keeps what is wanted from being set, one line each. What could not be told counts as open. */
export async function whoHasOpen(
  session: Session,
  preconditions: readonly Precondition[],
): Promise<readonly string[]> {
  const questions = openQuestions(preconditions);
  if (questions.length === 0) return [];
  const { facts } = await session.request('observe', { questions });
  return preconditions.flatMap((precondition) => {
    const { application, reason } = precondition;
    const fact = facts[questions.findIndex(({ ask }) => ask.name === application)];
    const reading = fact && readFact('processes', fact);
    const name = printable(application);
    if (!reading?.known)
      return [`whether ${name} runs could not be told${reading ? ` (${printable(reading.why)})` : ''}`];
    const because = `: it has to be closed first, ${printable(reason)}`;
    return holdersOf(reading.value, precondition).map((holder) => `${name} runs ${holder}${because}`);
  });
}

function holdersOf({ count, processes }: ProcessesFact, { profiles }: Precondition): readonly string[] {
  const holders = processes
    .filter(({ sid }) => profiles === undefined || sid === '' || profiles.includes(sid))
    .map(({ session, owner }) => `in session ${session} of ${printable(owner) || 'somebody'}`);
  const unlisted = count - processes.length;
  return [...new Set(holders), ...(unlisted > 0 ? [`${unlisted} more times`] : [])];
}

/**
 * Waits, as long as it may, until nobody has open what has to be closed, before anything was written. Throws WaitsError with who has.
 */
export async function awaitClosed(work: HostWork, preconditions: readonly Precondition[]): Promise<void> {
  const { clock, limits, cancellation } = work.context;
  const until = clock().getTime() + limits.closeSeconds * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const open = await whoHasOpen(work.session, preconditions);
    if (open.length === 0) return;
    if (cancellation.stopping || clock().getTime() >= until) throw waits(open);
    step(work, `waits: ${open.join('; ')}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, 5) * limits.pauseSeconds * 1000));
  }
}

export const waits = (open: readonly string[]): WaitsError =>
  new WaitsError(`waits: ${open.join('; ')}. Nothing was written; nothing was closed`);

/** Over a line of its own, before a run. A host that cannot be asked says so in the run. */
export async function lookWhoHasOpen(
  context: RunContext,
  host: Host,
  plan: Pick<HostPlan, 'changes' | 'preconditions'>,
): Promise<readonly string[]> {
  const resources = plan.changes.map(({ resource }) => resource);
  const preconditions = preconditionsOf(plan.preconditions ?? [], resources);
  let session: Session | undefined;
  try {
    session = await Session.open(host, context);
    return await whoHasOpen(session, preconditions);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [];
  } finally {
    await session?.close();
  }
}
