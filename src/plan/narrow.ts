import type { Resource } from '../model/resource.ts';
import type { Judged } from './assemble.ts';
import { identityOf, type TypeOf } from './states.ts';

/**
 * The same judgements without the wishes for these resources: what a person took out of a plan. An effect goes with the last of the
 * resources that it was for. The verdicts stay: leaving something out does not make a host compliant.
 */
export function withoutResources(
  judged: readonly Judged[],
  dropped: readonly Resource[],
  typeOf: TypeOf,
): readonly Judged[] {
  const identities = new Set(dropped.map((resource) => identityOf(typeOf, resource)));
  const isKept = (resource: Resource) => !identities.has(identityOf(typeOf, resource));
  return judged.map(({ remedy, judgement }) => ({
    remedy,
    judgement: {
      ...judgement,
      wishes: judgement.wishes.filter(({ resource }) => isKept(resource)),
      effects: judgement.effects.filter(({ resources }) => resources.length === 0 || resources.some(isKept)),
      ...(judgement.preconditions
        ? { preconditions: judgement.preconditions.filter(({ resources }) => resources.some(isKept)) }
        : {}),
    },
  }));
}
