import { foldCase } from '../../../model/windows-name.ts';
import type { HostState, RegistryKey } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';

/** Keys of the simulated registry. A path is a list of names, the hive first; ancestors of a listed key exist too. */
export type KeyPath = readonly string[];

const textOf = (path: KeyPath): string => foldCase(path.join('\\'));

export function listedKey(state: HostState, path: KeyPath): RegistryKey | undefined {
  const wanted = textOf(path);
  return state.registry.find((key) => foldCase(key.path) === wanted);
}

export function keyExists(state: HostState, path: KeyPath): boolean {
  const wanted = textOf(path);
  return state.registry.some((key) => {
    const folded = foldCase(key.path);
    return folded === wanted || folded.startsWith(`${wanted}\\`);
  });
}

/** Names of the keys directly below, as Windows spells them, in the order of Windows (by name). */
export function subkeys(state: HostState, path: KeyPath): readonly string[] {
  const start = `${textOf(path)}\\`;
  const names = new Map<string, string>();
  for (const key of state.registry) {
    if (!foldCase(key.path).startsWith(start)) continue;
    const name = key.path.split('\\')[path.length];
    if (name !== undefined && !names.has(foldCase(name))) names.set(foldCase(name), name);
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}

export function createKey(state: HostState, path: KeyPath): void {
  const parent = path.slice(0, -1);
  refuseWhenDenied(state, parent);
  state.registry.push({ path: [...asSpelt(state, parent), ...path.slice(-1)].join('\\'), values: [] });
  state.writes += 1;
}

/** Deletes the key when it holds nothing; says whether it did. Its parent stays, even if no list ever named it. */
export function deleteEmptyKey(state: HostState, path: KeyPath): boolean {
  const key = listedKey(state, path);
  if (!key || key.values.length > 0 || subkeys(state, path).length > 0) return false;
  refuseWhenDenied(state, path);
  const parent = path.slice(0, -1);
  if (!listedKey(state, parent)) state.registry.push({ path: asSpelt(state, parent).join('\\'), values: [] });
  state.registry.splice(state.registry.indexOf(key), 1);
  state.writes += 1;
  return true;
}

/** The key itself, listed from now on if it was only an ancestor so far. */
export function writableKey(state: HostState, path: KeyPath): RegistryKey {
  refuseWhenDenied(state, path);
  const listed = listedKey(state, path);
  if (listed) return listed;
  const key: RegistryKey = { path: asSpelt(state, path).join('\\'), values: [] };
  state.registry.push(key);
  return key;
}

function refuseWhenDenied(state: HostState, path: KeyPath): void {
  if (listedKey(state, path)?.deny) throw new WindowsRefusal(`Access to ${path.join('\\')} is denied.`);
}

function asSpelt(state: HostState, path: KeyPath): KeyPath {
  const wanted = textOf(path);
  const key = state.registry.find((candidate) => `${foldCase(candidate.path)}\\`.startsWith(`${wanted}\\`));
  return key ? key.path.split('\\').slice(0, path.length) : path;
}
