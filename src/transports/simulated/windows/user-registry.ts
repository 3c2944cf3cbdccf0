import type { RegistryValue, UserRegistryValue } from '../../../model/resource.ts';
import type { State } from '../../../model/state.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal, type Work } from '../state/work.ts';
import { hiveRoot, movedRefusal, reachHive } from './hives.ts';
import { findProfile, profileRefusal } from './profiles.ts';
import { readRegistryValue, writeRegistryValue } from './registry.ts';

const inHive = (root: string, { key, name }: UserRegistryValue): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKU',
  key: `${root}\\${key}`,
  name,
  view: 64,
});

/** States tell keys from the root of the hive on, wherever it is mounted. */
export function readUserValue(state: HostState, resource: UserRegistryValue): State {
  try {
    const profile = findProfile(state, resource.sid);
    if (!profile) return { status: 'absent', missing: 'profile' };
    const refusal = profileRefusal(profile) ?? movedRefusal(profile, resource.profile);
    if (refusal) return { status: 'unreadable', why: refusal };
    const root = hiveRoot(state, profile);
    if (root === undefined)
      return { status: 'unreadable', why: 'The hive is not loaded.', hive: 'not-loaded' };
    const found = readRegistryValue(state, inHive(root, resource));
    return found.status === 'absent' && found.from !== undefined
      ? { ...found, from: found.from.slice(root.length + 1) }
      : found;
  } catch (error) {
    if (error instanceof WindowsRefusal) return { status: 'unreadable', why: error.message };
    throw error;
  }
}

export function* writeUserValue(state: HostState, resource: UserRegistryValue, want: State): Work<void> {
  const root = reachHive(state, resource.sid, resource.profile);
  const wanted =
    want.status === 'absent' && want.from !== undefined ? { ...want, from: `${root}\\${want.from}` } : want;
  yield* writeRegistryValue(state, inHive(root, resource), wanted);
}
