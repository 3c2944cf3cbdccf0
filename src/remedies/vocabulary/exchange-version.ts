import type { Evidence } from '../../model/remedy.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { machineValue } from './dword-value.ts';

/** '2013' stands for all later ones: their registry calls itself v15. */
export type ExchangeVersion = '2003' | '2007' | '2010' | '2013';

/** Where Exchange 2003 lies. */
export const setupFolder = machineValue('SOFTWARE\\Microsoft\\Exchange\\Setup', 'Services');

/** What each setup writes; the newest first, for an upgrade can leave the older behind. */
const setups: readonly (readonly [ExchangeVersion, RegistryValue])[] = [
  ['2013', machineValue('SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup', 'MsiInstallPath')],
  ['2010', machineValue('SOFTWARE\\Microsoft\\ExchangeServer\\v14\\Setup', 'MsiInstallPath')],
  ['2007', machineValue('SOFTWARE\\Microsoft\\Exchange\\v8.0\\Setup', 'MsiInstallPath')],
  ['2003', setupFolder],
];

export const setupValues: readonly RegistryValue[] = setups.map(([, resource]) => resource);

/** Undefined when no setup left its word, or it may not be read: then every version's advice is given. */
export const exchangeVersion = (evidence: Evidence): ExchangeVersion | undefined =>
  setups.find(([, resource]) => evidence.state(resource).status === 'present')?.[0];
