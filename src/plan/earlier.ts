import type { Resource } from '../model/resource.ts';
import type { State } from '../model/state.ts';
import { identityOf, type TypeOf } from './states.ts';

interface Made {
  readonly resource: Resource;
  readonly before: State;
  readonly after: State;
}

/**
 * Changes in the order in which they are made, and what they make of other states. Most changes touch nothing but their own resource; only
 * one that creates or removes a key can be seen by others. So a state is carried past few of them, however many there are.
 */
export class Sequence {
  readonly #typeOf: TypeOf;
  readonly #reaching: { readonly at: number; readonly change: Made }[] = [];
  readonly #own = new Map<string, { readonly at: number; readonly change: Made }[]>();
  #length = 0;

  constructor(typeOf: TypeOf, changes: readonly Made[] = []) {
    this.#typeOf = typeOf;
    for (const change of changes) this.add(change);
  }

  add(change: Made): void {
    const entry = { at: this.#length, change };
    this.#length += 1;
    if (reachesOthers(change)) {
      this.#reaching.push(entry);
      return;
    }
    const identity = identityOf(this.#typeOf, change.resource);
    this.#own.set(identity, [...(this.#own.get(identity) ?? []), entry]);
  }

  /** What `resource` reads, from `state` on, once the changes from position `from` on have been made. */
  carry(resource: Resource, state: State, from = 0): State {
    const type = this.#typeOf(resource);
    const own = this.#own.get(identityOf(this.#typeOf, resource)) ?? [];
    return [...this.#reaching, ...own]
      .filter(({ at, change }) => at >= from && change.resource.kind === resource.kind)
      .sort((left, right) => left.at - right.at)
      .reduce((carried, { change }) => type.after(resource, carried, change), state);
  }
}

/** A missing key that comes to be, or one that goes: its levels are those of other values too. */
const reachesOthers = ({ before, after }: Made): boolean =>
  [before, after].some((state) => state.status === 'absent' && state.from !== undefined);
