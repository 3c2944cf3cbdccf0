import type { Resource, ResourceType } from '../model/resource.ts';
import type { State } from '../model/state.ts';

/** The resource table as `plan/` sees it: the typed entry for a resource. */
export type TypeOf = (resource: Resource) => ResourceType;

/** States as read from one host in one go, found again by what they are rather than how they were spelt. */
export class ObservedStates {
  readonly #typeOf: TypeOf;
  readonly #states = new Map<string, { resource: Resource; state: State }>();

  constructor(typeOf: TypeOf) {
    this.#typeOf = typeOf;
  }

  add(resource: Resource, state: State): void {
    this.#states.set(identityOf(this.#typeOf, resource), { resource, state });
  }

  /** Throws when it was never asked for: judging a state nobody read is a bug, not an absence. */
  of(resource: Resource): State {
    const entry = this.#states.get(identityOf(this.#typeOf, resource));
    if (!entry) throw new Error(`the state of ${this.#typeOf(resource).describe(resource)} was not read`);
    return entry.state;
  }
}

export const identityOf = (typeOf: TypeOf, resource: Resource): string =>
  `${resource.kind} ${typeOf(resource).identity(resource)}`;
