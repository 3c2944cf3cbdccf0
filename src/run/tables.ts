import { effectTypes } from '../effects/index.ts';
import type { EffectKind, EffectTarget } from '../model/effect.ts';
import { printable } from '../model/printable.ts';
import type { Resource } from '../model/resource.ts';
import type { TypeOf } from '../plan/states.ts';
import { resourceType } from '../resources/index.ts';

/** The tables as the engine uses them. */
export const typeOf: TypeOf = resourceType;

/** Short, for progress and outcomes: `service.restart MSExchangeIS`. */
export const nameEffect = (effect: { readonly kind: EffectKind; readonly target: EffectTarget }): string =>
  `${effect.kind} ${printable(effect.target.service)}`;

/** In full, for whoever has to consent. */
export const describeEffect = (effect: {
  readonly kind: EffectKind;
  readonly target: EffectTarget;
}): string => effectTypes[effect.kind].describe(effect.target);

export const describeChanges = (
  changes: readonly { readonly id: string; readonly resource: Resource }[],
  ids: readonly string[],
): readonly string[] =>
  changes.filter(({ id }) => ids.includes(id)).map(({ resource }) => typeOf(resource).describe(resource));
