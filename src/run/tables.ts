import { effectTypes } from '../effects/index.ts';
import { type EffectCall, type EffectType, effectName } from '../model/effect.ts';
import { printable } from '../model/printable.ts';
import type { Resource } from '../model/resource.ts';
import type { TypeOf } from '../plan/states.ts';
import { resourceType } from '../resources/index.ts';

/** The tables as the engine uses them. */
export const typeOf: TypeOf = resourceType;

/** Short, for progress and outcomes: `service.restart MSExchangeIS`. */
export const nameEffect = (effect: EffectCall): string => printable(effectName(effect));

/** In full, for whoever has to consent. */
export const describeEffect = ({ kind, target }: EffectCall): string =>
  (effectTypes[kind] as EffectType).describe(target);

export const describeChanges = (
  changes: readonly { readonly id: string; readonly resource: Resource }[],
  ids: readonly string[],
): readonly string[] =>
  changes.filter(({ id }) => ids.includes(id)).map(({ resource }) => typeOf(resource).describe(resource));
