import type { RegistryValue } from '../model/resource.ts';
import { physicalLevels } from './registry-path.ts';

/**
 * Keys that registry policies are kept in, for the machine and for each user. By default Group Policy is refreshed every 90 minutes and a
 * random offset (the policy "Set Group Policy refresh interval for computers"). A preference can write any other key; nothing that we
 * read on a host tells which.
 */
const POLICY_KEYS: readonly (readonly string[])[] = [
  ['SOFTWARE', 'POLICIES'],
  ['SOFTWARE', 'MICROSOFT', 'WINDOWS', 'CURRENTVERSION', 'POLICIES'],
];

/** What writes this value without being asked, or undefined where nobody could say so from its key. */
export function policyOf(resource: RegistryValue): string | undefined {
  const [hive, ...levels] = physicalLevels(resource);
  const below = hive === 'HKU' ? levels.slice(1) : levels;
  const unredirected = below[1] === 'WOW6432NODE' ? [below[0], ...below.slice(2)] : below;
  return POLICY_KEYS.some((key) => key.every((level, index) => unredirected[index] === level))
    ? 'Group Policy, which writes this key anew at each refresh'
    : undefined;
}
