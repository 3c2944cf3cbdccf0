import { HostError } from '../../model/errors.ts';
import type { Mounting } from '../../model/hive.ts';
import type { Resource } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import { identityOf, ObservedStates } from '../../plan/states.ts';
import { withHive } from '../connect/hives.ts';
import type { Session } from '../connect/session.ts';
import { typeOf } from '../tables.ts';

/**
 * Reads the states of these resources in one request; the one read path of check, plan, apply and verify. Hives that are not loaded are
 * mounted one after the other, where that is allowed, and read then.
 */
export async function readStates(
  session: Session,
  resources: readonly Resource[],
  mayMount = session.hives.mayMount,
): Promise<ObservedStates> {
  const distinct = [
    ...new Map(resources.map((resource) => [identityOf(typeOf, resource), resource])).values(),
  ];
  const observed = new ObservedStates(typeOf);
  if (distinct.length === 0) return observed;
  const away = new Map<string, Resource[]>();
  await readInto(observed, session, distinct, (resource, state) => {
    if (resource.kind !== 'user-registry-value' || state.status !== 'unreadable') return;
    if (mayMount && state.hive === 'not-loaded')
      away.set(resource.sid, [...(away.get(resource.sid) ?? []), resource]);
  });
  for (const [sid, lying] of away)
    await withHive(session, sid, async (mounting) => {
      if (mounting.outcome === 'mounted' || mounting.outcome === 'loaded')
        return readInto(observed, session, lying);
      for (const resource of lying) observed.add(resource, notReached(mounting));
    });
  return observed;
}

async function readInto(
  observed: ObservedStates,
  session: Session,
  resources: readonly Resource[],
  seen: (resource: Resource, state: State) => void = () => {},
): Promise<void> {
  const { states } = await session.request('get', { resources });
  for (const [index, resource] of resources.entries()) {
    const state = states[index];
    if (!state)
      throw new HostError(
        'internal',
        `${session.host.name}: ${states.length} states for ${resources.length} resources`,
      );
    observed.add(resource, state);
    seen(resource, state);
  }
}

const notReached = ({ outcome, why }: Mounting): State => ({
  status: 'unreadable',
  why,
  hive: outcome === 'in-use' ? 'in-use' : 'unreachable',
});
