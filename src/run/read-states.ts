import { HostError } from '../model/errors.ts';
import type { Resource } from '../model/resource.ts';
import { identityOf, ObservedStates } from '../plan/states.ts';
import type { Session } from './session.ts';
import { typeOf } from './tables.ts';

/** Reads the states of these resources in one request; the one read path of check, plan, apply and verify. */
export async function readStates(session: Session, resources: readonly Resource[]): Promise<ObservedStates> {
  const distinct = [
    ...new Map(resources.map((resource) => [identityOf(typeOf, resource), resource])).values(),
  ];
  const observed = new ObservedStates(typeOf);
  if (distinct.length === 0) return observed;
  const { states } = await session.request('get', { resources: distinct });
  for (const [index, resource] of distinct.entries()) {
    const state = states[index];
    if (!state)
      throw new HostError(
        'internal',
        `${session.host.name}: ${states.length} states for ${distinct.length} resources`,
      );
    observed.add(resource, state);
  }
  return observed;
}
