import fc from 'fast-check';
import type { RegistryData, RegistryKind, RegistryValue } from '../../src/model/resource.ts';

/** Few names, so that paths meet; spelt in both cases, so that only a caseless comparison finds them equal. */
const level = fc.constantFrom('A', 'a', 'B', 'b', 'Ä', 'ä');

export const registryResource: fc.Arbitrary<RegistryValue> = fc.record({
  kind: fc.constant('registry-value' as const),
  hive: fc.constantFrom('HKLM' as const, 'HKU' as const),
  key: fc
    .tuple(
      fc.constantFrom('SOFTWARE', 'software', 'SYSTEM', 'SOFTWARE\\Wow6432Node'),
      fc.array(level, { maxLength: 4 }),
    )
    .map(([root, levels]) => [root, ...levels].join('\\')),
  name: fc.constantFrom('', 'v', 'V', 'w'),
  view: fc.constantFrom(32 as const, 64 as const),
});

const text = fc.string({ unit: 'binary', maxLength: 200 });
const hex = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const line = text.filter((candidate) => candidate !== '' && !candidate.includes('\0'));

const dataOf: { readonly [K in RegistryKind]: fc.Arbitrary<RegistryData['data']> } = {
  REG_SZ: text,
  REG_EXPAND_SZ: text,
  REG_MULTI_SZ: fc.array(line, { maxLength: 20 }),
  REG_DWORD: fc.integer({ min: 0, max: 0xffffffff }),
  REG_QWORD: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(String),
  REG_BINARY: hex,
  REG_NONE: hex,
};

const registryKinds = Object.keys(dataOf) as RegistryKind[];

export const registryData = fc
  .constantFrom(...registryKinds)
  .chain((kind) => dataOf[kind].map((data) => ({ kind, data })));

/** Changes the case of ASCII letters at random: the same name to Windows. */
export const respelt = (name: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((upper) =>
      [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
    );
