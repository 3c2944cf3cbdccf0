import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const top = 'HKLM\\SYSTEM\\CurrectControlSet';
const ask = { hive: 'HKLM', key: 'SYSTEM\\CurrectControlSet', view: 64 };
const empty = { exists: false, values: [], capped: false };

export const registryTreeCases: readonly Case[] = [
  {
    name: 'registry tree: all values below a key, keys and names in order, whatever case they are asked in',
    host: {
      registry: [
        { path: `${top}\\services\\b`, values: [{ name: 'x', kind: 'REG_SZ', data: 'last' }] },
        {
          path: `${top}\\services\\A`,
          values: [
            { name: 'z', kind: 'REG_DWORD', data: 30 },
            { name: 'Y', kind: 'REG_MULTI_SZ', data: ['one', 'two'] },
            { name: 'long', kind: 'REG_BINARY', data: '00'.repeat(2049) },
          ],
        },
        {
          path: top,
          values: [
            { name: '', kind: 'REG_SZ', data: '' },
            { name: 'link', kind: 'REG_LINK', data: '0041' },
            { name: 'none', kind: 'REG_MULTI_SZ', data: [] },
          ],
        },
      ],
    },
    steps: [
      observe(
        'registry-tree',
        { ...ask, key: 'system\\currectcontrolset' },
        known({
          exists: true,
          values: [
            { key: '', name: '', kind: 'REG_SZ', data: '' },
            { key: '', name: 'link', kind: 'REG_LINK', data: '' },
            { key: '', name: 'none', kind: 'REG_MULTI_SZ', data: [] },
            { key: 'services\\A', name: 'long', kind: 'REG_BINARY', data: null },
            { key: 'services\\A', name: 'Y', kind: 'REG_MULTI_SZ', data: ['one', 'two'] },
            { key: 'services\\A', name: 'z', kind: 'REG_DWORD', data: 30 },
            { key: 'services\\b', name: 'x', kind: 'REG_SZ', data: 'last' },
          ],
          capped: false,
        }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'registry tree: a key that is not there, one that is empty, and the 32-bit view',
    host: { registry: [{ path: top, values: [] }] },
    steps: [
      observe('registry-tree', { ...ask, key: 'SYSTEM\\Nothing' }, known(empty)),
      observe('registry-tree', ask, known({ ...empty, exists: true })),
      observe(
        'registry-tree',
        { hive: 'HKLM', key: 'SOFTWARE\\Setright Test', view: 32 },
        known(has({ values: [{ key: '', name: 'Sz', kind: 'REG_SZ', data: '32' }] })),
      ),
    ],
  },
  {
    name: 'registry tree: one key that may not be read makes it unknown; so does half a question',
    host: {
      registry: [
        { path: `${top}\\a`, values: [{ name: 'x', kind: 'REG_SZ', data: '1' }] },
        { path: `${top}\\b`, values: [], deny: 'read' },
      ],
    },
    steps: [
      observe('registry-tree', ask, notKnown),
      observe('registry-tree', { ...ask, view: 16 }, notKnown),
      observe('registry-tree', { hive: 'HKCU', key: 'Software', view: 64 }, notKnown),
    ],
  },
  {
    name: 'registry tree: no more values are shown than anybody reads, and it is said so',
    host: {
      registry: [
        {
          path: top,
          values: Array.from({ length: 1001 }, (_each, at) => ({
            name: `v${String(at).padStart(4, '0')}`,
            kind: 'REG_DWORD',
            data: at,
          })),
        },
      ],
    },
    steps: [observe('registry-tree', ask, known(has({ capped: true })))],
  },
  {
    name: 'registry keys: those right below, with and without values, in order; none, and no such key',
    host: {
      registry: [
        { path: `${top}\\b\\deeper`, values: [{ name: 'x', kind: 'REG_SZ', data: '1' }] },
        { path: `${top}\\A`, values: [] },
      ],
    },
    steps: [
      observe(
        'registry-keys',
        { ...ask, key: 'system\\currectcontrolset' },
        known({ exists: true, keys: ['A', 'b'], capped: false }),
      ),
      observe(
        'registry-keys',
        { ...ask, key: `${ask.key}\\A` },
        known({ exists: true, keys: [], capped: false }),
      ),
      observe(
        'registry-keys',
        { ...ask, key: 'SYSTEM\\Nothing' },
        known({ exists: false, keys: [], capped: false }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'registry keys: a key that may not be read is unknown, so is half a question; no more than anybody reads',
    host: {
      registry: [
        { path: `${top}\\shut`, values: [], deny: 'read' },
        ...Array.from({ length: 1001 }, (_each, at) => ({ path: `${top}\\many\\k${at}`, values: [] })),
      ],
    },
    steps: [
      observe('registry-keys', { ...ask, key: `${ask.key}\\shut` }, notKnown),
      observe('registry-keys', { ...ask, hive: 'HKCU' }, notKnown),
      observe('registry-keys', { ...ask, view: 16 }, notKnown),
      observe(
        'registry-keys',
        { ...ask, key: `${ask.key}\\many` },
        known(has({ exists: true, capped: true })),
      ),
    ],
  },
];
