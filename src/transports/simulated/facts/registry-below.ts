import type { RegistryKeysFact, RegistryTreeFact } from '../../../model/fact.ts';
import type { JsonObject } from '../../../model/json.ts';
import { foldCase } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';
import { physicalPath, readRegistryValue } from '../windows/registry.ts';
import { keyExists, listedKey, subkeys } from '../windows/registry-tree.ts';

const VALUES_SHOWN = 1000;
const KEYS_WALKED = 5000;
const KEYS_SHOWN = 1000;
const DATA_CHARACTERS = 4096;

/** All values of a key and of the keys below it, depth first, by name. */
export function registryTreeFact(state: HostState, ask: JsonObject): RegistryTreeFact {
  const { hive, key, view } = whichKey(ask);
  const pathOf = (names: readonly string[]) => physicalPath({ hive, view }, names);
  const top = key.split('\\');
  if (!keyExists(state, pathOf(top))) return { exists: false, values: [], capped: false };
  const values: RegistryTreeFact['values'][number][] = [];
  const waiting: (readonly string[])[] = [[]];
  let walked = 0;
  while (waiting.length > 0 && walked < KEYS_WALKED && values.length <= VALUES_SHOWN) {
    const below = waiting.pop() ?? [];
    const path = pathOf([...top, ...below]);
    walked += 1;
    const listed = listedKey(state, path);
    if (listed?.deny === 'read') throw new WindowsRefusal(`Access to ${listed.path} is denied.`);
    const names = (listed?.values ?? []).map(({ name }) => name);
    for (const name of names.sort((a, b) => (foldCase(a) < foldCase(b) ? -1 : 1))) {
      const resource = {
        kind: 'registry-value',
        hive,
        view,
        key: [...top, ...below].join('\\'),
        name,
      } as const;
      const read = readRegistryValue(state, resource);
      const known = read.status === 'present' ? (read.value as { kind: string; data: Data }) : undefined;
      const kind = known?.kind ?? listed?.values.find((value) => value.name === name)?.kind ?? '';
      values.push({ key: below.join('\\'), name, kind, data: known ? short(known.data) : '' });
    }
    waiting.push(
      ...subkeys(state, path)
        .toReversed()
        .map((name) => [...below, name]),
    );
  }
  return {
    exists: true,
    values: values.slice(0, VALUES_SHOWN),
    capped: waiting.length > 0 || values.length > VALUES_SHOWN,
  };
}

/** The names of the keys right below one, by name. */
export function registryKeysFact(state: HostState, ask: JsonObject): RegistryKeysFact {
  const { hive, key, view } = whichKey(ask);
  const path = physicalPath({ hive, view }, key.split('\\'));
  if (!keyExists(state, path)) return { exists: false, keys: [], capped: false };
  const listed = listedKey(state, path);
  if (listed?.deny === 'read') throw new WindowsRefusal(`Access to ${listed.path} is denied.`);
  const keys = subkeys(state, path);
  return { exists: true, keys: keys.slice(0, KEYS_SHOWN), capped: keys.length > KEYS_SHOWN };
}

function whichKey({ hive, key, view }: JsonObject) {
  if ((hive !== 'HKLM' && hive !== 'HKU') || typeof key !== 'string' || (view !== 32 && view !== 64))
    throw new WindowsRefusal('the question does not say which key');
  return { hive, key, view } as const;
}

type Data = string | number | readonly string[];

const short = (data: Data): Data | null =>
  [data].flat().reduce<number>((sum, each) => sum + String(each).length + 1, 0) > DATA_CHARACTERS
    ? null
    : data;
