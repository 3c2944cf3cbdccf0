import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/index.ts';
import { filesBelow, ROOT, readText } from './source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'setright-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blocks = (markdown: string, language: string): readonly string[] =>
  [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, said]) => said === language)
    .map(([, , text = '']) => text);

/** Files of ours that a text names in backticks: `docs/line.md`, `test/conformance/`, `model/host.ts` (below src/). */
const namedPaths = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/`([a-z.][\w.-]*(?:\/[\w.-]+)*\/(?:[\w-]+\.(?:ts|ps1|md|json|yaml|sh))?)`/g)].map(
    ([, path = '']) => path,
  );

const files = ['src', 'scripts', 'test', 'docs', 'bench', 'tools', 'inventory', 'bin', '.ci'].flatMap(
  (folder) => filesBelow(folder),
);
const exists = (path: string): boolean =>
  [path, `src/${path}`, `test/${path}`].some((place) =>
    files.some((file) => (place.endsWith('/') ? file.startsWith(place) : file === place)),
  );

const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md'),
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
];

describe('what a newcomer copies from the documents works', () => {
  it.each([
    ['README.md', 'APP01'],
    ['docs/users.md', 'TS01'],
  ])('loads the inventory of %s', async (document, host) => {
    const [inventory = ''] = blocks(readText(document), 'yaml');
    const file = join(folder, 'inventory.yaml');
    writeFileSync(file, inventory);
    const { hosts } = await loadInventory(file);
    expect(hosts.map(({ name, transport }) => [name, transport.type])).toEqual([[host, 'ssh']]);
    expect(Object.keys(hosts[0]?.remedies ?? {})).toEqual(['stated-states']);
  });

  it.each(documents)('finds every file that %s names', (document) => {
    expect(namedPaths(readText(document)).filter((path) => !exists(path))).toEqual([]);
  });

  it('would notice a file that is not there', () => {
    const text = 'see `src/model/host.ts`, `model/host.ts`, `run/`, `src/nowhere/` and `model/nothing.ts`';
    expect(namedPaths(text).filter((path) => !exists(path))).toEqual(['src/nowhere/', 'model/nothing.ts']);
  });
});

describe('documents that are to stay short', () => {
  it('keeps ARCHITECTURE.md to one page', () => {
    const lines = readText('ARCHITECTURE.md').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(66);
    expect(lines.filter((line) => line.length > 170)).toEqual([]);
  });

  it('adds each kind of thing in five steps', () => {
    const recipes = readText('CONTRIBUTING.md')
      .split(/^## /m)
      .filter((section) => section.includes('\n1. '));
    expect(recipes.map((recipe) => recipe.split('\n')[0])).toEqual(
      ['resource', 'effect', 'fact', 'remedy', 'cause', 'transport'].map((noun) =>
        expect.stringContaining(noun),
      ),
    );
    for (const recipe of recipes) expect(recipe.match(/^\d+\. /gm)?.length).toBeLessThanOrEqual(5);
  });
});
