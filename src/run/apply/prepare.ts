import { effectTypes } from '../../effects/index.ts';
import type { Effect } from '../../model/effect.ts';
import { RefusedError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Unreadable } from '../../model/state.ts';
import type { ExactChange } from '../../plan/assemble.ts';
import { chooseChanges, comparePlan, type Standing } from '../../plan/compare.ts';
import { readStarts, startedSince, waitingFor } from '../observe/in-force.ts';
import { readStates } from '../observe/read-states.ts';
import { nameEffect, typeOf } from '../tables.ts';
import type { HostWork } from './host-work.ts';
import { step } from './host-work.ts';

/** What will be done, after the plan was compared with the host as it is now. Nothing has been written yet. */
export interface Prepared {
  readonly changes: readonly ExactChange[];
  readonly effects: readonly Effect[];
  /** Effects the person declined while their values are kept. */
  readonly declined: readonly Effect[];
  readonly already: readonly ExactChange[];
  /** Changes that are not made because the effect they need was declined. */
  readonly leftOut: readonly ExactChange[];
  readonly notes: readonly string[];
}

/** Compares the whole plan before the first write, and refuses the host when any of it does not hold. */
export async function prepare(work: HostWork): Promise<Prepared> {
  const { plan, host, consent } = work;
  step(work, 'comparing the plan with the host');
  const observed = await readStates(
    work.session,
    plan.changes.map((change) => change.resource),
  );
  const standings = comparePlan(plan.changes, observed, typeOf);
  refuseDrifted(host.name, standings);
  const already = standings.filter(({ standing }) => standing === 'already').map(({ change }) => change);
  const { hello } = work.session;
  const startOf = await readStarts(work.session, plan.effects);
  const isWaiting = waitingFor(hello, startOf);
  // What a plan names without a change of its own is for a value that somebody else set: the remedy saw that it is not in force.
  const alone = plan.effects.filter(({ putsInForce }) => putsInForce.length === 0);
  const isStarted = startedSince(hello, startOf, work.plannedAt, work.context.clock());
  // An effect is for values that are about to be set, or that the host still remembers as set and not in force.
  const needed = plan.effects.filter(
    (effect) =>
      effect.putsInForce.some((id) => !already.some((change) => change.id === id)) ||
      effect.resources.some((resource) => isWaiting(resource, effect)) ||
      (alone.includes(effect) && !isStarted(effect)),
  );
  const declined = needed.filter((effect) => !consent.effect(host.name, effect));
  const mayWait = ({ kind }: Effect) => consent.keepWithoutEffects || effectTypes[kind].valuesMayWait;
  const withoutEffect = declined.flatMap((effect) => (mayWait(effect) ? [] : effect.putsInForce));
  const leftOut = plan.changes.filter(
    (change) => withoutEffect.includes(change.id) && !already.includes(change),
  );
  const changes = chooseChanges(
    plan.changes,
    (change) => !already.includes(change) && !leftOut.includes(change),
    observed,
    typeOf,
  );
  const notes = declined.map((effect) => declinedNote(effect, mayWait(effect)));
  return {
    changes,
    effects: needed.filter((effect) => !declined.includes(effect)),
    declined,
    already,
    leftOut,
    notes,
  };
}

const declinedNote = (effect: Effect, kept: boolean): string =>
  `${nameEffect(effect)} was not allowed; ${
    kept
      ? 'its values are set, not in force'
      : 'the values that need it were not set (--keep-without-effects sets them)'
  }`;

const hint = ({ hive }: Unreadable): string => (hive === 'not-loaded' ? '; --load-hives mounts it' : '');

function refuseDrifted(host: string, standings: readonly Standing[]): void {
  const problems = standings.flatMap(({ change, standing, found }) => {
    if (standing === 'to-do' || standing === 'already') return [];
    const type = typeOf(change.resource);
    const where = type.describe(change.resource);
    if (found.status === 'unreadable')
      return [`${where} cannot be read: ${printable(found.why).replace(/\.$/, '')}${hint(found)}`];
    if (change.sensitive) return [`${where} changed since the plan was made`];
    return [
      `${where} is ${type.describeState(found)}; the plan expects ${type.describeState(change.before)}`,
    ];
  });
  if (problems.length > 0)
    throw new RefusedError(
      `${host}: the host is not as it was planned for: ${problems.join('; ')}. Nothing was written; make a new plan`,
    );
}
