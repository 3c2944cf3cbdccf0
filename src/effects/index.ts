import type { EffectKind, EffectType } from '../model/effect.ts';
import { reboot } from './reboot.ts';
import { serviceRestart } from './service-restart.ts';

/** The table of effects: one entry for every kind that the model names. */
export const effectTypes: { readonly [K in EffectKind]: EffectType<K> } = {
  'service.restart': serviceRestart,
  reboot,
};
