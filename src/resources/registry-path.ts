import type { RegistryValue } from '../model/resource.ts';
import { foldCase } from '../model/windows-name.ts';
import { remembered } from './remembered.ts';

/**
 * Where a registry value really lies, whichever of the two views names it: the hive and the key's levels, folded for comparison.
 * Only HKLM\SOFTWARE has a second tree for 32-bit programs; SYSTEM and HKU are the same in both views.
 */
export const physicalLevels = remembered(({ hive, key, view }: RegistryValue): readonly string[] => {
  const levels = foldCase(key).split('\\');
  return [
    hive,
    ...(isRedirected(hive, view, levels) ? ['SOFTWARE', 'WOW6432NODE', ...levels.slice(1)] : levels),
  ];
});

/** How many more levels `physicalLevels` has than the key as asked: the hive, and Wow6432Node where it comes in. */
export function addedLevels({ hive, key, view }: RegistryValue): number {
  return isRedirected(hive, view, foldCase(key).split('\\')) ? 2 : 1;
}

/** The view matters to a person only where the two differ. */
export const hasTwoViews = ({ hive, key }: RegistryValue): boolean =>
  hive === 'HKLM' && foldCase(key).split('\\')[0] === 'SOFTWARE';

const isRedirected = (hive: string, view: number, folded: readonly string[]): boolean =>
  view === 32 && hive === 'HKLM' && folded[0] === 'SOFTWARE' && folded[1] !== 'WOW6432NODE';
