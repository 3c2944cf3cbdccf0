import fc from 'fast-check';
import type { HostChange } from '../../src/model/host-record.ts';
import type { RegistryValue } from '../../src/model/resource.ts';
import { present, type State, sameState } from '../../src/model/state.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from '../conformance/base-host.ts';

/** Somebody else's write just before request number `at` of the run. */
export interface Edit {
  readonly at: number;
  readonly resource: RegistryValue;
  readonly want: State;
}

export interface LawCase {
  readonly hive: readonly { readonly resource: RegistryValue; readonly state: State }[];
  readonly wishes: readonly { readonly resource: RegistryValue; readonly want: State }[];
  readonly edits: readonly Edit[];
}

const hex = fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const text = fc.string({ unit: 'binary', maxLength: 6 });
const noValue: State = { status: 'absent', missing: 'value' };

/** Few of each kind, so that a rival writes exactly our value now and then. */
const values: fc.Arbitrary<State> = fc.oneof(
  fc.constantFrom(...[0, 1, 0xffffffff].map((data) => present({ kind: 'REG_DWORD', data }))),
  text.map((data) => present({ kind: 'REG_SZ', data })),
  text.map((data) => present({ kind: 'REG_EXPAND_SZ', data })),
  fc
    .array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 2 })
    .map((data) => present({ kind: 'REG_MULTI_SZ', data })),
  fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((data) => present({ kind: 'REG_QWORD', data: String(data) })),
  hex.map((data) => present({ kind: 'REG_BINARY', data })),
  hex.map((data) => present({ kind: 'REG_NONE', data })),
);
const states = fc.oneof({ weight: 4, arbitrary: values }, { weight: 1, arbitrary: fc.constant(noValue) });

const resources: fc.Arbitrary<RegistryValue> = fc.record({
  kind: fc.constant('registry-value' as const),
  hive: fc.constantFrom('HKLM' as const, 'HKU' as const),
  key: fc.constantFrom(
    'SOFTWARE\\T',
    'SOFTWARE\\T\\A',
    'SOFTWARE\\T\\A\\B',
    'SOFTWARE\\t\\a\\C',
    'SOFTWARE\\Else',
  ),
  name: fc.constantFrom('', 'x', 'X', 'y', '*[a]'),
  view: fc.constantFrom(32 as const, 64 as const),
});

const identity = ({ hive, key, name, view }: RegistryValue): string =>
  `${hive} ${hive === 'HKLM' ? view : ''} ${key} ${name}`.toUpperCase();

const distinct = <Item extends { readonly resource: RegistryValue }>(
  item: fc.Arbitrary<Item>,
  maxLength: number,
) => fc.uniqueArray(item, { maxLength, selector: ({ resource }) => identity(resource) });

export const lawCases: fc.Arbitrary<LawCase> = fc.record({
  hive: distinct(fc.record({ resource: resources, state: values }), 6),
  wishes: distinct(fc.record({ resource: resources, want: states }), 5),
  edits: fc.array(fc.record({ at: fc.nat({ max: 12 }), resource: resources, want: states }), {
    maxLength: 3,
  }),
});

/** A host whose registry holds just this, apart from what every Windows has. */
export function hostOf({ hive }: LawCase): HostState {
  const state = baseHost();
  state.registry = ['HKLM\\SOFTWARE\\Wow6432Node', 'HKU\\SOFTWARE'].map((path) => ({ path, values: [] }));
  for (const { resource, state: value } of hive) write(state, resource, value);
  return state;
}

const pathOf = ({ hive, key, view }: RegistryValue): string =>
  hive === 'HKLM' && view === 32
    ? `HKLM\\SOFTWARE\\Wow6432Node\\${key.slice('SOFTWARE\\'.length)}`
    : `${hive}\\${key}`;

/** What another program does to the registry: creates the key it needs, never removes one. */
export function write(state: HostState, resource: RegistryValue, want: State): void {
  const path = pathOf(resource);
  let key = state.registry.find((each) => each.path.toUpperCase() === path.toUpperCase());
  if (want.status === 'present' && !key) {
    key = { path, values: [] };
    state.registry.push(key);
  }
  if (!key) return;
  key.values = key.values.filter(({ name }) => name.toUpperCase() !== resource.name.toUpperCase());
  if (want.status !== 'present') return;
  const { kind, data } = want.value as { kind: string; data: string | number | string[] };
  key.values.push({ name: resource.name, kind, data });
}

/** Every value by its place, and every key, as Windows compares names. */
export function contents({ registry }: Pick<HostState, 'registry'>): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { path, values: held } of registry) {
    const levels = path.toUpperCase().split('\\');
    for (const [depth] of levels.entries()) all.set(`${levels.slice(0, depth + 1).join('\\')}\\`, 'key');
    for (const { name, kind, data } of held)
      all.set(`${path} = ${name}`.toUpperCase(), JSON.stringify([kind, data]));
  }
  return all;
}

export const placeOf = (resource: RegistryValue): string =>
  `${pathOf(resource)} = ${resource.name}`.toUpperCase();

/** Only what is not so already: a plan has no other changes. */
export const isChange = ({ before, after }: HostChange): boolean =>
  !sameState(before, after) && !(before.status === 'absent' && after.status === 'absent');
