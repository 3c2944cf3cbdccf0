import type { OsFact } from '../../model/fact.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { machineValue } from '../vocabulary/dword-value.ts';
import { maxUserPort, timedWaitBounds, timedWaitDelay } from '../vocabulary/tcpip-parameters.ts';
import { isBefore } from '../vocabulary/windows-release.ts';

export const MISSPELT = 'SYSTEM\\CurrectControlSet';
export const DEAD_PARAMETERS = 'services\\Tcpip\\Parameters';
const OLD_LARGEST_PORT = 65534;

export const deadValues: readonly RegistryValue[] = ['MaxUserPort', 'TCPTimedWaitDelay'].map((name) =>
  machineValue(`${MISSPELT}\\${DEAD_PARAMETERS}`, name),
);

/** Where a dead value was meant to go, and what it may hold there; or why this Windows has no use for it. */
export type RightPlace =
  | { readonly resource: RegistryValue; readonly least: number; readonly most: number }
  | { readonly none: string };

export function rightPlaceOf({ name }: RegistryValue, os: OsFact): RightPlace {
  if (name !== 'MaxUserPort') return { resource: timedWaitDelay, ...timedWaitBounds(os) };
  return isBefore(os, '6.0')
    ? { resource: maxUserPort, least: 5000, most: OLD_LARGEST_PORT }
    : { none: 'this Windows has a dynamic port range in place of it (tcp-port-exhaustion)' };
}
