import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/index.ts';
import { filesBelow, readText } from './source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'setright-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blocks = (markdown: string, language: string): readonly string[] =>
  [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, said]) => said === language)
    .map(([, , text = '']) => text);

/** Files of ours that a text names in backticks: `src/model/host.ts`, `docs/line.md`, `test/conformance/`. */
const namedPaths = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/`((?:src|scripts|test|docs|bench|tools|inventory|bin)\/[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  );

const exists = (path: string): boolean =>
  path.endsWith('/')
    ? filesBelow(path.slice(0, -1)).length > 0
    : filesBelow(path.split('/')[0] ?? '').includes(path);

describe('what a newcomer copies from the documents works', () => {
  it('loads the inventory of README.md', async () => {
    const [inventory = ''] = blocks(readText('README.md'), 'yaml');
    const file = join(folder, 'inventory.yaml');
    writeFileSync(file, inventory);
    const { hosts } = await loadInventory(file);
    expect(hosts.map(({ name, transport }) => [name, transport.type])).toEqual([['APP01', 'ssh']]);
    expect(Object.keys(hosts[0]?.remedies ?? {})).toEqual(['stated-states']);
  });

  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/line.md',
    'docs/host-state.md',
    'docs/winrm.md',
  ])('finds every file that %s names', (document) => {
    expect(namedPaths(readText(document)).filter((path) => !exists(path))).toEqual([]);
  });

  it('would notice a file that is not there', () => {
    expect(namedPaths('see `src/model/host.ts` and `src/nowhere/`').filter((path) => !exists(path))).toEqual([
      'src/nowhere/',
    ]);
  });
});
