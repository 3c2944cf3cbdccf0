import type { EffectType } from '../model/effect.ts';
import { printable } from '../model/printable.ts';

/** A transaction on the host: running dependents stop, the service stops and starts, exactly those dependents start again. */
export const serviceRestart: EffectType<'service.restart'> = {
  kind: 'service.restart',
  valuesMayWait: false,
  describe: ({ service, deadlineSeconds }) =>
    `restart the service ${printable(service)} (each stop and start may take ${minutes(deadlineSeconds)}; nothing is killed)`,
};

const minutes = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);
