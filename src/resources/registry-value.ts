import { printable } from '../model/printable.ts';
import type { RegistryValue, ResourceType } from '../model/resource.ts';
import { type Absent, type State, sameState } from '../model/state.ts';
import { foldCase } from '../model/windows-name.ts';
import { registryCutsLine } from './line-registry.ts';
import { policyOf } from './policy-key.ts';
import { describeRegistryData, refuseRegistryData } from './registry-data.ts';
import { addedLevels, hasTwoViews, physicalLevels } from './registry-path.ts';
import { remembered } from './remembered.ts';

/** Sources: "Registry element size limits" (Windows apps, SysInfo). Levels: what one RegCreateKeyEx may create. */
const LEVEL_CHARACTERS = 255;
const LEVELS_CREATED = 32;
const NAME_CHARACTERS = 16_383;

const noValue: Absent = { status: 'absent', missing: 'value' };

export const registryValue: ResourceType<RegistryValue> = {
  kind: 'registry-value',
  identity: remembered((resource) => JSON.stringify([physicalLevels(resource), foldCase(resource.name)])),
  describe(resource) {
    const name = resource.name === '' ? '(default)' : `"${printable(resource.name)}"`;
    const view = resource.view === 32 && hasTwoViews(resource) ? ' (32-bit view)' : '';
    return `${resource.hive}\\${printable(resource.key)} ${name}${view}`;
  },
  describeState(state) {
    if (state.status === 'unreadable') return `could not be read: ${printable(state.why)}`;
    if (state.status === 'present') return describeRegistryData(state.value);
    if (state.missing !== 'key') return 'absent (the key exists)';
    return `absent (no key ${printable(state.from ?? '')})`;
  },
  refuse(resource, want) {
    if (want.status === 'unreadable') return 'a state that could not be read is not one that can be set';
    return (
      refuseKey(resource.key) ??
      refuseName(resource.name) ??
      (want.status === 'absent' ? refuseAbsent(resource, want) : refusePresent(resource, want.value))
    );
  },
  after(resource, observed, earlier) {
    if (registryValue.identity(resource) === registryValue.identity(earlier.resource))
      return respelt(resource, earlier);
    if (observed.status !== 'absent' || earlier.after.status === 'unreadable') return observed;
    const goneFrom = earlier.after.status === 'absent' ? earlier.after.from : undefined;
    return goneFrom === undefined
      ? afterKeyExists(resource, observed, earlier.resource)
      : afterKeyGone(resource, observed, earlier.resource, goneFrom);
  },
  between(resource, before, after) {
    const from = [before, after].map(fromOf).find((found) => found !== undefined);
    if (from === undefined) return [];
    const levels = resource.key.split('\\');
    const deeper = levels.slice(depthOf(from)).map((_level, index) => depthOf(from) + index + 1);
    return [...deeper.map((depth) => missingFrom(resource, depth)), noValue].filter(
      (state) => !sameState(state, before) && !sameState(state, after),
    );
  },
  cutsLine: (resource) => registryCutsLine(resource),
  rewrittenBy: policyOf,
};

function refuseKey(key: string): string | undefined {
  if (key === '') return 'the key is not named';
  if (key.startsWith('\\') || key.endsWith('\\')) return 'a key begins and ends without a backslash';
  const levels = key.split('\\');
  if (levels.includes('')) return 'the key has an empty level (two backslashes in a row)';
  if (key.includes('\0')) return 'a key cannot have a NUL in it';
  return levels.some((level) => level.length > LEVEL_CHARACTERS)
    ? `a level of a key has at most ${LEVEL_CHARACTERS} characters`
    : undefined;
}

function refuseName(name: string): string | undefined {
  if (name.includes('\0')) return 'a value name cannot have a NUL in it';
  return name.length > NAME_CHARACTERS ? `a value name has at most ${NAME_CHARACTERS} characters` : undefined;
}

function refusePresent(resource: RegistryValue, value: Parameters<typeof refuseRegistryData>[0]) {
  return resource.key.split('\\').length > LEVELS_CREATED
    ? `a key to be created has at most ${LEVELS_CREATED} levels`
    : refuseRegistryData(value);
}

function refuseAbsent(resource: RegistryValue, { missing, from }: Absent): string | undefined {
  if (missing === 'value') return from === undefined ? undefined : 'a missing value has no "from"';
  if (missing !== 'key')
    return `a registry value is missing as "value" or "key", not ${JSON.stringify(missing)}`;
  if (from === undefined) return 'a missing key needs "from": the highest key to remove';
  if (depthOf(from) < 2)
    return `${resource.hive}\\${printable(from)} belongs to Windows and is never removed`;
  return foldCase(`${resource.key}\\`).startsWith(foldCase(`${from}\\`))
    ? undefined
    : `"from" (${printable(from)}) is no part of the key`;
}

/** The key of `other` exists now: what this value's path shares with it exists too. */
function afterKeyExists(resource: RegistryValue, observed: Absent, other: RegistryValue): State {
  if (observed.from === undefined) return observed;
  const firstMissing = depthOf(observed.from) + addedLevels(resource);
  const shared = sharedLevels(resource, other);
  if (shared < firstMissing) return observed;
  const levels = physicalLevels(resource).length;
  return shared === levels ? noValue : missingFrom(resource, shared + 1 - addedLevels(resource));
}

/** The key of `other` is gone from `goneFrom` down: so is this value's key, if it lies on that path. */
function afterKeyGone(
  resource: RegistryValue,
  observed: Absent,
  other: RegistryValue,
  goneFrom: string,
): State {
  const firstGone = depthOf(goneFrom) + addedLevels(other);
  const levels = physicalLevels(resource).length;
  const existing = observed.from === undefined ? levels : depthOf(observed.from) + addedLevels(resource) - 1;
  const onPath = sharedLevels(resource, other) >= existing;
  return onPath && existing >= firstGone
    ? missingFrom(resource, firstGone - addedLevels(resource))
    : observed;
}

/** The same absence, spelt as this resource spells its key: the host answers so. */
function respelt(resource: RegistryValue, earlier: { resource: RegistryValue; after: State }): State {
  const from = fromOf(earlier.after);
  if (from === undefined) return earlier.after;
  return missingFrom(resource, depthOf(from) + addedLevels(earlier.resource) - addedLevels(resource));
}

function sharedLevels(left: RegistryValue, right: RegistryValue): number {
  const [these, those] = [physicalLevels(left), physicalLevels(right)];
  const apart = these.findIndex((level, index) => level !== those[index]);
  return apart < 0 ? these.length : apart;
}

const missingFrom = (resource: RegistryValue, depth: number): Absent => ({
  status: 'absent',
  missing: 'key',
  from: resource.key.split('\\').slice(0, depth).join('\\'),
});

const fromOf = (state: State): string | undefined => (state.status === 'absent' ? state.from : undefined);
const depthOf = (key: string): number => key.split('\\').length;
