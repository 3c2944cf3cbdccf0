import type { EffectType } from '../model/effect.ts';
import { printable } from '../model/printable.ts';
import { foldCase } from '../model/windows-name.ts';

/** A transaction on the host: running dependents stop, the service stops and starts, exactly those dependents start again. */
export const serviceRestart: EffectType = {
  kind: 'service.restart',
  describe: ({ service, deadlineSeconds }) =>
    `restart the service ${printable(service)} (each stop and start may take ${minutes(deadlineSeconds)}; nothing is killed)`,
  identity: ({ service }) => foldCase(service),
};

const minutes = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);
