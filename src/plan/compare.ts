import { readsAs, type State, sameState } from '../model/state.ts';
import type { ExactChange } from './assemble.ts';
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
export function comparePlan(changes: readonly ExactChange[], observed: ObservedStates): readonly Standing[] {
  const toDo: ExactChange[] = [];
  return changes.map((change) => {
    const found = observed.projected(change.resource, toDo);
    if (found.status === 'unreadable') return { change, standing: 'unreadable', found };
    if (sameState(found, change.before)) {
      toDo.push(change);
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
): readonly ExactChange[] {
  const kept: ExactChange[] = [];
  for (const change of changes)
    if (chosen(change)) kept.push({ ...change, before: observed.projected(change.resource, kept) });
  return kept;
}

/** Resources of these changes that do not read what all of them together leave behind. Empty means verified. */
export function unverified(
  changes: readonly ExactChange[],
  observed: ObservedStates,
  typeOf: TypeOf,
): readonly string[] {
  return changes.flatMap((change, index) => {
    const type = typeOf(change.resource);
    const found = observed.of(change.resource);
    const expected = changes
      .slice(index + 1)
      .filter(({ resource }) => resource.kind === change.resource.kind)
      .reduce((state, later) => type.after(change.resource, state, later), change.after);
    if (sameState(found, expected)) return [];
    const shown = change.sensitive ? 'another value' : type.describeState(found);
    return [`${type.describe(change.resource)} reads ${shown} after it was set`];
  });
}
