import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/inventory/index.ts';
import { UsageError } from '../../src/model/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('an inventory file', () => {
  test('gives absolute paths, however it is named', async () => {
    const path = await written('a.yaml', 'hosts:\n  EX01: { transport: { type: command, argv: [x] } }\n');
    const inventory = await loadInventory(relative(process.cwd(), path));
    expect(inventory.path).toBe(path);
    expect(inventory.hosts[0]?.transport).toEqual({ type: 'command', argv: ['x'], source: path });
  });

  test('may begin with a byte order mark and end its lines as Windows does', async () => {
    const path = await written('bom.yaml', '\ufeffhosts:\r\n  EX01:\r\n    transport: { type: local }\r\n');
    expect((await loadInventory(path)).hosts[0]?.source).toBe(`${path}:2`);
  });

  test.each([
    ['none.yaml', undefined, /none.yaml: there is no such inventory file; name one with --inventory/],
    ['.', undefined, /this is a folder, expected an inventory file/],
    ['utf16.yaml', Buffer.from('\ufeffhosts:\n', 'utf16le'), /utf16.yaml:1:1: found UTF-16, expected UTF-8/],
    [
      'latin1.yaml',
      Buffer.from('hosts:\n  # für alle\n', 'latin1'),
      /latin1.yaml:2:1: found bytes that are no UTF-8/,
    ],
    ['huge.yaml', Buffer.alloc(17 * 1024 * 1024, '#'), /huge.yaml: the file is larger than \d+ bytes/],
  ])('%s is refused, never taken for no hosts', async (name, content, message) => {
    const path = content === undefined ? join(folder, name) : await written(name, content);
    await expect(loadInventory(path)).rejects.toThrow(UsageError);
    await expect(loadInventory(path)).rejects.toThrow(message);
  });
});
