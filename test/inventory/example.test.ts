import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { loadInventory, selectHosts } from '../../src/inventory/index.ts';
import { inventorySchema } from '../../tools/inventory-schema.ts';

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
  test('is the one that the shape and the example give; else npm run schema', async () => {
    const shipped: unknown = JSON.parse(await readFile(new URL('inventory.schema.json', folder), 'utf8'));
    expect(shipped).toEqual(inventorySchema(example).schema);
  });

  test('is the one the example names, so that an editor finds it', () => {
    expect(parseDocument(example).commentBefore ?? example).toContain('$schema=./inventory.schema.json');
  });

  test('knows every key that the example uses', () => {
    const names = new Set<string>();
    JSON.stringify(inventorySchema(example).schema, (key, value: unknown) => {
      if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name);
      return value;
    });
    const data = parse(example) as { hosts: { APP01: { states: object[] } } };
    for (const state of data.hosts.APP01.states)
      for (const key of Object.keys(state)) expect(names).toContain(key);
  });
});
