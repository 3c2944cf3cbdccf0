import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { loadInventory, selectHosts } from '../../src/inventory/index.ts';
import { inventoryShape } from '../../src/inventory/shape.ts';
import { inventorySchema } from '../../tools/inventory-schema.ts';
import { fitsSchema } from './json-schema.ts';

const folder = new URL('../../inventory/', import.meta.url);
const path = fileURLToPath(new URL('example.yaml', folder));
const example = await readFile(path, 'utf8');

describe('the commented example, which is the documentation', () => {
  test('loads, and its hosts are what its comments say', async () => {
    const inventory = await loadInventory(path);
    const host = (name: string) => selectHosts(inventory, [name], [])[0];
    expect(inventory.hosts.map(({ name }) => name)).toEqual([
      'EX01',
      'EX02',
      'APP01',
      'SQL01',
      'SQL02',
      'SQL03',
      'FS01',
      'DMZ01',
      'here',
      'WINE01',
      'REHEARSAL',
    ]);
    expect(host('EX01')?.transport).toMatchObject({
      address: 'EX01.ber.corp.example',
      user: 'CORP\\setright',
    });
    expect(host('EX01')?.remedies['exchange-mapi-sessions']).toEqual({ limit: 64 });
    expect(host('EX02')?.remedies['exchange-mapi-sessions']).toEqual({ limit: 96 });
    expect(host('EX02')?.transport).toMatchObject({ port: 2222, agent: false });
    expect(host('SQL01')?.transport).toMatchObject({ type: 'winrm', auth: 'negotiate', port: 5986 });
    expect(host('SQL02')?.transport).toMatchObject({ auth: 'kerberos', user: 'setright@CORP.EXAMPLE' });
    expect(host('SQL03')?.transport).toMatchObject({ ccache: expect.stringMatching(/^FILE:.*tickets$/) });
    expect(host('DMZ01')?.transport).toMatchObject({ type: 'winrm', auth: 'certificate' });
    expect(host('WINE01')?.transport).toMatchObject({
      argv: expect.arrayContaining(['WINE01']),
      source: path,
    });
    expect(host('REHEARSAL')?.groups).toEqual(['windows', 'exchange']);
  });

  test('shows every property of the shape with a comment above it', () => {
    expect(inventorySchema(example).undocumented).toEqual([]);
  });

  test('misses a property as soon as its comment is gone', () => {
    const without = example.replace(/^ *# Which of the two registry views.*\n/m, '');
    expect(inventorySchema(without).undocumented).toEqual(['/$defs/state/view']);
  });
});

describe('the JSON Schema for editors', () => {
  test('is the one that the shape and the example give; else run npm run schema', async () => {
    const shipped: unknown = JSON.parse(await readFile(new URL('inventory.schema.json', folder), 'utf8'));
    expect(shipped).toEqual(inventorySchema(example).schema);
  });

  test('is the one the example names, so that an editor finds it', () => {
    expect(parseDocument(example).commentBefore ?? example).toContain('$schema=./inventory.schema.json');
  });

  test('accepts the example, as an editor judges it', () => {
    expect(fitsSchema(inventorySchema(example).schema, parse(example))).toBe(true);
  });

  const host = (entry: object) => ({ hosts: { EX01: entry } });
  const state = (more: object) =>
    host({ states: [{ registry: 'HKLM\\Software\\X', name: 'x', reason: 'r', ...more }] });
  test.each<[string, object, boolean]>([
    ['a host of nothing but its name', host({}), true],
    ['no hosts', {}, false],
    ['a key misspelt', host({ adress: 'x' }), false],
    ['a host that is named as a glob', { hosts: { 'EX*': null } }, false],
    ['a host that is named All', { hosts: { All: null } }, false],
    ['a port as text', host({ transport: { port: '22' } }), false],
    ['a transport that nobody knows', host({ transport: { type: 'winrn' } }), false],
    ['a password in plain text', host({ transport: { password: 'hunter2' } }), false],
    ['a password by two references', host({ transport: { password: { env: 'A', file: 'b' } } }), false],
    ['a password by reference', host({ transport: { password: { prompt: 'Password' } } }), true],
    ['a fingerprint in capitals', host({ transport: { fingerprint: 'AB'.repeat(32) } }), true],
    [
      'a fingerprint in small letters',
      host({ transport: { fingerprint: `sha256:${'ab'.repeat(32)}` } }),
      true,
    ],
    ['a fingerprint that is too short', host({ transport: { fingerprint: 'AB'.repeat(31) } }), false],
    ['a state of a value', state({ dword: 1 }), true],
    ['a state without a reason', state({ reason: undefined, dword: 1 }), false],
    ['a number that no DWORD holds', state({ dword: -1 }), false],
    ['a number that is a variable', state({ dword: '${limit}' }), true],
  ])('says of %s what the loader says', (_what, data, accepted) => {
    const written = JSON.parse(JSON.stringify(data));
    expect(fitsSchema(inventorySchema(example).schema, written)).toBe(accepted);
    expect(inventoryShape.safeParse(written).success).toBe(accepted);
  });
});
