import { effectTypes } from '../effects/index.ts';
import type { EffectKind, EffectTarget } from '../model/effect.ts';
import type { TypeOf } from '../plan/states.ts';
import { resourceType } from '../resources/index.ts';

/** The tables as the engine uses them. */
export const typeOf: TypeOf = resourceType;

export const describeEffect = (effect: {
  readonly kind: EffectKind;
  readonly target: EffectTarget;
}): string => effectTypes[effect.kind].describe(effect.target);
