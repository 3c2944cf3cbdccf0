import { isPlainObject } from '../../../model/json.ts';
import type { RegistryData, RegistryKind, RegistryValue } from '../../../model/resource.ts';
import { present, type State } from '../../../model/state.ts';
import { foldCase, sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal, type Work } from '../state/work.ts';
import {
  createKey,
  deleteEmptyKey,
  type KeyPath,
  keyExists,
  listedKey,
  writableKey,
} from './registry-tree.ts';

/** HKLM\SOFTWARE has a second tree for 32-bit programs; nothing else of what we name has. */
export function physicalPath(
  resource: Pick<RegistryValue, 'hive' | 'view'>,
  names: readonly string[],
): KeyPath {
  const [first, second] = names;
  const redirected =
    resource.view === 32 &&
    resource.hive === 'HKLM' &&
    first !== undefined &&
    sameName(first, 'SOFTWARE') &&
    !(second !== undefined && sameName(second, 'Wow6432Node'));
  return redirected ? [resource.hive, first, 'Wow6432Node', ...names.slice(1)] : [resource.hive, ...names];
}

export function readRegistryValue(state: HostState, resource: RegistryValue): State {
  const names = resource.key.split('\\');
  const missing = firstMissing(state, resource, names);
  if (missing !== undefined)
    return { status: 'absent', missing: 'key', from: names.slice(0, missing).join('\\') };
  const key = listedKey(state, physicalPath(resource, names));
  if (key?.deny === 'read') return { status: 'unreadable', why: `Access to ${key.path} is denied.` };
  const value = key?.values.find((candidate) => sameName(candidate.name, resource.name));
  if (!value) return { status: 'absent', missing: 'value' };
  const refusal = refuseData(value);
  if (refusal) return { status: 'unreadable', why: refusal };
  return present({ kind: value.kind, data: value.data });
}

/** How many names of the path lead to the highest key that does not exist. */
function firstMissing(
  state: HostState,
  resource: RegistryValue,
  names: readonly string[],
): number | undefined {
  for (let length = 1; length <= names.length; length += 1)
    if (!keyExists(state, physicalPath(resource, names.slice(0, length)))) return length;
  return undefined;
}

export function* writeRegistryValue(state: HostState, resource: RegistryValue, want: State): Work<void> {
  if (want.status === 'unreadable') throw new WindowsRefusal('unreadable is not a state that can be set');
  const names = resource.key.split('\\');
  if (want.status === 'absent') return yield* removeValue(state, resource, names, want.from);
  const data = want.value as unknown as RegistryData | null;
  const refusal = refuseData(data);
  if (data === null || refusal) throw new WindowsRefusal(refusal ?? 'no data');
  for (let length = 1; length <= names.length; length += 1) {
    const path = physicalPath(resource, names.slice(0, length));
    if (keyExists(state, path)) continue;
    createKey(state, path);
    yield { kind: 'flushed' };
  }
  const key = writableKey(state, physicalPath(resource, names));
  const stored = { kind: data.kind, data: Array.isArray(data.data) ? [...data.data] : data.data } as {
    kind: RegistryKind;
    data: string | number | string[];
  };
  const value = key.values.find((candidate) => sameName(candidate.name, resource.name));
  if (value) Object.assign(value, stored);
  else key.values.push({ name: resource.name, ...stored });
  state.writes += 1;
}

function* removeValue(
  state: HostState,
  resource: RegistryValue,
  names: readonly string[],
  from: string | undefined,
): Work<void> {
  const path = physicalPath(resource, names);
  const position = listedKey(state, path)?.values.findIndex((value) => sameName(value.name, resource.name));
  if (position !== undefined && position >= 0) {
    writableKey(state, path).values.splice(position, 1);
    state.writes += 1;
    yield { kind: 'flushed' };
  }
  if (from === undefined) return;
  const highest = from.split('\\').length;
  if (!foldCase(`${resource.key}\\`).startsWith(foldCase(`${from}\\`)))
    throw new WindowsRefusal(`${from} is no part of ${resource.key}`);
  for (let length = names.length; length >= highest; length -= 1) {
    const key = physicalPath(resource, names.slice(0, length));
    if (!keyExists(state, key)) continue;
    if (!deleteEmptyKey(state, key)) return;
    yield { kind: 'flushed' };
  }
}

const isDataOf: Readonly<Record<string, (data: unknown) => boolean>> = {
  REG_SZ: (data) => typeof data === 'string',
  REG_EXPAND_SZ: (data) => typeof data === 'string',
  /** An empty line ends the list for some readers, and a NUL a line. */
  REG_MULTI_SZ: (data) => Array.isArray(data) && data.every((line) => /^[^\0]+$/.test(line)),
  REG_DWORD: (data) => Number.isInteger(data) && Number(data) >= 0 && Number(data) <= 0xffffffff,
  REG_QWORD: (data) =>
    typeof data === 'string' && /^(0|[1-9]\d{0,19})$/.test(data) && BigInt(data) < 1n << 64n,
  REG_BINARY: (data) => typeof data === 'string' && /^([0-9a-f]{2})*$/.test(data),
  REG_NONE: (data) => typeof data === 'string' && /^([0-9a-f]{2})*$/.test(data),
};

function refuseData(value: { readonly kind: string; readonly data: unknown } | null): string | undefined {
  if (!isPlainObject(value)) return 'not the data of a registry value';
  const isData = Object.hasOwn(isDataOf, value.kind) ? isDataOf[value.kind] : undefined;
  if (!isData) return `registry values of kind ${value.kind} are not read`;
  return isData(value.data) ? undefined : `not the data of a ${value.kind}`;
}
