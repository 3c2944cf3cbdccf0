import { readsAs, type State, sameState } from '../model/state.ts';
import type { ExactChange } from './assemble.ts';
import { Sequence } from './earlier.ts';
import type { ObservedStates, TypeOf } from './states.ts';

/** How a planned change stands against the host as it is now. */
export interface Standing {
  readonly change: ExactChange;
  readonly standing: 'to-do' | 'already' | 'drifted' | 'unreadable';
  readonly found: State;
}

/**
 * Compares a whole plan with fresh states before anything is written. Each change is judged as it will stand when its turn comes,
 * after those before it.
 */
export function comparePlan(
  changes: readonly ExactChange[],
  observed: ObservedStates,
  typeOf: TypeOf,
): readonly Standing[] {
  const toDo = new Sequence(typeOf);
  return changes.map((change) => {
    const found = toDo.carry(change.resource, observed.of(change.resource));
    if (found.status === 'unreadable') return { change, standing: 'unreadable', found };
    if (sameState(found, change.before)) {
      toDo.add(change);
      return { change, standing: 'to-do', found };
    }
    return { change, standing: readsAs(found, change.after) ? 'already' : 'drifted', found };
  });
}

/** The chosen changes with their `before` carried through the chosen ones only: what a plan without the others would say. */
export function chooseChanges(
  changes: readonly ExactChange[],
  chosen: (change: ExactChange) => boolean,
  observed: ObservedStates,
  typeOf: TypeOf,
): readonly ExactChange[] {
  const earlier = new Sequence(typeOf);
  return changes.filter(chosen).map((change) => {
    const carried = { ...change, before: earlier.carry(change.resource, observed.of(change.resource)) };
    earlier.add(carried);
    return carried;
  });
}

const NEXT_MOVE = 'change the policy that sets it, gpresult /h FILE names it';

/** Resources of these changes that do not read what all of them together leave behind. Empty means verified. */
export function unverified(
  changes: readonly ExactChange[],
  observed: ObservedStates,
  typeOf: TypeOf,
): readonly string[] {
  const sequence = new Sequence(typeOf, changes);
  return changes.flatMap((change, index) => {
    const type = typeOf(change.resource);
    const found = observed.of(change.resource);
    const expected = sequence.carry(change.resource, change.after, index + 1);
    if (sameState(found, expected)) return [];
    const shown = change.sensitive ? 'another value' : type.describeState(found);
    const what = `${type.describe(change.resource)} reads ${shown} after it was set`;
    const policy = type.rewrittenBy?.(change.resource);
    return [
      policy === undefined
        ? what
        : `${what} and had read as wanted: reverted by policy, it seems (${policy}); ${NEXT_MOVE}`,
    ];
  });
}
