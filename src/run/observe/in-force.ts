import { readFact } from '../../facts/index.ts';
import type { Effect, EffectCall } from '../../model/effect.ts';
import type { Question } from '../../model/fact.ts';
import type { Hello } from '../../model/line.ts';
import type { Resource } from '../../model/resource.ts';
import { sameName } from '../../model/windows-name.ts';
import { identityOf } from '../../plan/states.ts';
import type { Session } from '../connect/session.ts';
import { typeOf } from '../tables.ts';

/** Since when the host's own record says that this resource is set, but not in force; undefined when it does not say so. */
export function notInForceSince(hello: Hello, resource: Resource): string | undefined {
  const wanted = identityOf(typeOf, resource);
  for (const run of hello.runs)
    for (const entry of run.notInForce) if (identityOf(typeOf, entry.resource) === wanted) return entry.since;
  return undefined;
}

/**
 * Which resources of these effects still wait for them, as the host is now: the record says so, and the service, or Windows, has not been started
 * since, by whomever. A start that could not be told counts as none.
 */
export const waitingFor =
  (hello: Hello, startOf: StartOf) =>
  (resource: Resource, effect: Effect): boolean => {
    const since = notInForceSince(hello, resource);
    if (since === undefined) return false;
    const start = startOf(effect);
    return start === '' || Date.parse(start) <= Date.parse(since);
  };

/**
 * Whether the target of an effect has been started since the plan was made: by the host's clock, which may go otherwise than ours. What could not be
 * told has not been.
 */
export function startedSince(
  hello: Hello,
  startOf: StartOf,
  plannedAt: string,
  now: Date,
): (effect: Effect) => boolean {
  const ahead = Date.parse(hello.clock) - now.getTime();
  return (effect) => Date.parse(startOf(effect)) > Date.parse(plannedAt) + ahead;
}

type StartOf = (effect: Effect) => string;

/** When Windows, or the service, that each effect is about was last started; '' for what could not be told. */
export async function readStarts(session: Session, effects: readonly Effect[]): Promise<StartOf> {
  const questions = startQuestions(effects);
  const started = new Map<string, string>();
  if (questions.length > 0) {
    const { facts } = await session.request('observe', { questions });
    for (const [index, fact] of facts.entries()) {
      const isBoot = questions[index]?.fact === 'os';
      const boot = readFact('os', fact);
      const service = readFact('service', fact);
      if (isBoot && boot.known) started.set(BOOT, boot.value.bootedAt);
      else if (!isBoot && service.known) started.set(service.value.service, service.value.startedAt);
    }
  }
  return (effect) => {
    const what = effect.kind === 'reboot' ? BOOT : effect.target.service;
    return [...started].find(([name]) => sameName(name, what))?.[1] ?? '';
  };
}

/** No service has it for a name. */
const BOOT = '';

/** What tells when the targets of these effects were last started: services, then Windows itself. */
export function startQuestions(effects: readonly EffectCall[]): readonly Question[] {
  const services = effects.flatMap((effect) => (effect.kind === 'reboot' ? [] : [effect.target.service]));
  const isReboot = effects.some(({ kind }) => kind === 'reboot');
  return [
    ...[...new Set(services)].map((service) => ({ fact: 'service', ask: { service } }) as const),
    ...(isReboot ? [{ fact: 'os', ask: {} } as const] : []),
  ];
}
