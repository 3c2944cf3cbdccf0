import type { Hello } from '../model/line.ts';
import type { Resource } from '../model/resource.ts';
import { identityOf } from '../plan/states.ts';
import { typeOf } from './tables.ts';

/** Since when the host's own record says that this resource is set, but not in force; undefined when it does not say so. */
export function notInForceSince(hello: Hello, resource: Resource): string | undefined {
  const wanted = identityOf(typeOf, resource);
  for (const run of hello.runs)
    for (const entry of run.notInForce) if (identityOf(typeOf, entry.resource) === wanted) return entry.since;
  return undefined;
}
