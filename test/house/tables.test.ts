import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectTypes } from '../../src/effects/index.ts';
import { factTypes } from '../../src/facts/index.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { importsOf } from './imports.ts';
import { codeFiles, filesBelow, type SourceFile } from './source-files.ts';

const TABLES = ['facts', 'resources', 'effects', 'remedies', 'transports', 'diagnosis'] as const;

/** Files of a table's folder that its index does not lead to: entries that nobody added. */
function unreached(files: readonly SourceFile[], folder: string): readonly string[] {
  const waiting = [`${folder}/index.ts`];
  const reached = new Set(waiting);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const file = files.find((candidate) => candidate.path === path);
    if (!file) return [`${path} is missing`];
    for (const { path: next } of importsOf(file)) {
      if (next === undefined || !next.startsWith(`${folder}/`) || reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`) && !reached.has(path));
}

/** `service.restart` lies in `service-restart.ts`. */
const fileNameOf = (entry: string): string => entry.replaceAll('.', '-');

/** Entries without a file of their own. */
const homeless = (entries: readonly string[], paths: readonly string[], fileOf: (entry: string) => string) =>
  entries.map(fileOf).filter((path) => !paths.includes(path));

/** What lies in `scripts/` for a table must be just what the table names: neither an entry nor a script stands alone. */
const scriptsFor = (table: string): readonly string[] => filesBelow(`scripts/${table}`);

describe('a table is its folder', () => {
  const files = codeFiles('src');
  const paths = files.map(({ path }) => path);

  it.each(TABLES)('holds: the index of %s leads to every file of the folder', (table) => {
    expect(unreached(files, `src/${table}`)).toEqual([]);
  });

  it.each([
    ['facts', Object.keys(factTypes)],
    ['resources', Object.keys(resourceTypes)],
    ['effects', Object.keys(effectTypes)],
  ])('holds: every entry of %s has its own file', (table, entries) => {
    expect(homeless(entries, paths, (entry) => `src/${table}/${fileNameOf(entry)}.ts`)).toEqual([]);
  });

  it('holds: facts, resources and effects have their scripts, and no script lacks its entry', () => {
    expect(scriptsFor('facts').map((path) => posix.basename(path, '.ps1'))).toEqual(
      Object.keys(factTypes).sort(),
    );
    const kinds = Object.keys(resourceTypes).sort();
    const scripts = scriptsFor('resources');
    expect([...new Set(scripts.map((path) => posix.dirname(path)))]).toEqual(
      kinds.map((kind) => `scripts/resources/${kind}`),
    );
    for (const half of ['get', 'set'])
      expect(homeless(kinds, scripts, (kind) => `scripts/resources/${kind}/${half}.ps1`)).toEqual([]);
    expect(scriptsFor('effects').map((path) => fileNameOf(posix.basename(path, '.ps1')))).toEqual(
      Object.keys(effectTypes).map(fileNameOf).sort(),
    );
  });

  it('catches a file that the index does not lead to, an index that is missing, an entry without a file', () => {
    const index = { path: 'src/facts/index.ts', text: "import { os } from './os.ts';" };
    const os = { path: 'src/facts/os.ts', text: "import { shape } from './shape.ts';" };
    const shape = { path: 'src/facts/shape.ts', text: '' };
    expect(unreached([index, os, shape], 'src/facts')).toEqual([]);
    expect(unreached([index, os, shape, { path: 'src/facts/disk.ts', text: '' }], 'src/facts')).toEqual([
      'src/facts/disk.ts',
    ]);
    expect(unreached([os], 'src/facts')).toEqual(['src/facts/index.ts is missing']);
    expect(homeless(['os', 'disk'], [os.path], (entry) => `src/facts/${entry}.ts`)).toEqual([
      'src/facts/disk.ts',
    ]);
  });
});
