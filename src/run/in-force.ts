import { readFact } from '../facts/index.ts';
import type { Effect } from '../model/effect.ts';
import type { Hello } from '../model/line.ts';
import type { Resource } from '../model/resource.ts';
import { sameName } from '../model/windows-name.ts';
import { identityOf } from '../plan/states.ts';
import type { Session } from './session.ts';
import { typeOf } from './tables.ts';

/** Since when the host's own record says that this resource is set, but not in force; undefined when it does not say so. */
export function notInForceSince(hello: Hello, resource: Resource): string | undefined {
  const wanted = identityOf(typeOf, resource);
  for (const run of hello.runs)
    for (const entry of run.notInForce) if (identityOf(typeOf, entry.resource) === wanted) return entry.since;
  return undefined;
}

/**
 * Which resources of these effects still wait for them, as the host is now: the record says so, and the service has not been started
 * since, by whomever. A start that could not be told counts as none.
 */
export async function readWaiting(
  session: Session,
  effects: readonly Effect[],
): Promise<(resource: Resource, effect: Effect) => boolean> {
  const services = [...new Set(effects.map(({ target }) => target.service))];
  const started = new Map<string, string>();
  if (services.length > 0) {
    const questions = services.map((service) => ({ fact: 'service', ask: { service } }));
    const { facts } = await session.request('observe', { questions });
    for (const fact of facts) {
      const reading = readFact('service', fact);
      if (reading.known) started.set(reading.value.service.toLowerCase(), reading.value.startedAt);
    }
  }
  return (resource, { target }) => {
    const since = notInForceSince(session.hello, resource);
    if (since === undefined) return false;
    const start = [...started].find(([service]) => sameName(service, target.service))?.[1] ?? '';
    return start === '' || Date.parse(start) <= Date.parse(since);
  };
}
