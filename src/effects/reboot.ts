import type { EffectType } from '../model/effect.ts';

/** Windows goes down and comes up again, on request only; done when a later start of it was seen and the values read there. */
export const reboot: EffectType<'reboot'> = {
  kind: 'reboot',
  valuesMayWait: true,
  describe: ({ delaySeconds }) =>
    `restart Windows, ${delaySeconds} s after it was asked for (every program ends, whatever it has not saved is lost)`,
};
