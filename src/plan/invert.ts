import type { Effect } from '../model/effect.ts';
import type { Resource, ResourceType } from '../model/resource.ts';
import { readsAs, type State, sameState } from '../model/state.ts';
import type { ExactChange } from './assemble.ts';
import { Sequence } from './earlier.ts';
import { inServiceOrder } from './service-order.ts';
import type { ObservedStates, TypeOf } from './states.ts';

/** How taking a run back stands on one host, from what it holds now. */
export interface Inverse {
  /** In the order in which they would be made: the run's changes, last first, services as Windows can start them. */
  readonly changes: readonly ExactChange[];
  /** Holds neither what we wrote nor what was there before: left alone. */
  readonly conflicts: readonly string[];
  /** Reads as before already, without anything to do. */
  readonly already: readonly string[];
}

/**
 * The changes that take `made` back wherever the host still holds what they wrote. A key that an undone change leaves behind because
 * others live in it is seen when the change is made, not here. `isOpen`: the run has no end on the host yet, so what a set that was cut off
 * can leave is ours too; the host undoes that before the plan is compared with it.
 */
export function invertChanges(
  made: readonly ExactChange[],
  observed: ObservedStates,
  typeOf: TypeOf,
  isOpen = false,
): Inverse {
  const changes: ExactChange[] = [];
  const earlier = new Sequence(typeOf);
  const conflicts: string[] = [];
  const already: string[] = [];
  for (const change of backwards(made)) {
    const type = typeOf(change.resource);
    const found = earlier.carry(change.resource, observed.of(change.resource));
    const where = type.describe(change.resource);
    const back = type.backTo?.(change.before, change.after) ?? change.before;
    if (readsAs(found, change.before) || sameState(found, back)) already.push(where);
    else if (sameState(found, change.after) || (isOpen && isBetween(type, change, found))) {
      const inverse = {
        ...change,
        id: `c${changes.length + 1}`,
        before: change.after,
        after: back,
        reason: `take back: ${change.reason}`,
      };
      changes.push(inverse);
      earlier.add(inverse);
    } else
      conflicts.push(
        change.sensitive
          ? `${where} holds another value`
          : found.status === 'unreadable'
            ? `${where} ${type.describeState(found)}${found.hive === 'not-loaded' ? ' --load-hives mounts it' : ''}`
            : `${where} is ${type.describeState(found)}, not what we wrote`,
      );
  }
  return { changes, conflicts, already };
}

/** Last first. A plan of an earlier version may have disabled a service before it stopped it. */
const backwards = (made: readonly ExactChange[]): readonly ExactChange[] =>
  inServiceOrder(made.toReversed(), ({ resource, before }) => ({ resource, want: before }));

const isBetween = (type: ResourceType, { resource, before, after }: ExactChange, found: State): boolean =>
  type.between(resource, before, after).some((state) => sameState(state, found));

/** The effects that put the restored values in force: those of the run whose values had come in force. */
export function invertEffects(
  effects: readonly Effect[],
  made: readonly ExactChange[],
  inverse: Inverse,
  isWaiting: (resource: Resource, effect: Effect) => boolean,
): readonly Effect[] {
  return effects.flatMap((effect) => {
    const restored = made.filter(
      (change) =>
        effect.putsInForce.includes(change.id) &&
        !isWaiting(change.resource, effect) &&
        inverse.changes.some((undone) => undone.resource === change.resource),
    );
    if (restored.length === 0) return [];
    const resources = restored.map(({ resource }) => resource);
    const putsInForce = inverse.changes
      .filter(({ resource }) => resources.includes(resource))
      .map(({ id }) => id);
    return [
      { ...effect, reason: `put the restored value in force: ${effect.reason}`, resources, putsInForce },
    ];
  });
}
