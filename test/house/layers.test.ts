import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { codeFiles, type SourceFile } from './source-files.ts';

/** Imports point down. Two folders of one layer do not know each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['cli', 'index'],
  ['commands'],
  ['ui', 'report', 'sweep'],
  ['run'],
  [
    'plan',
    'journal',
    'facts',
    'resources',
    'effects',
    'remedies',
    'powershell',
    'transports',
    'inventory',
    'capture',
    'diagnosis',
    'ping',
  ],
  ['model'],
];

/** `src/plan/digest.ts` lies in `plan`, `src/cli.ts` is `cli`. */
const folderOf = (path: string): string | undefined => /^src\/([^/.]+)/.exec(path)?.[1];

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

function wrongImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const from = folderOf(file.path) ?? '';
    if (layerOf(from) < 0) return [`${file.path} lies in no layer`];
    return importsOf(file).flatMap(({ path, specifier }) => {
      if (specifier === '(computed)') return [`${file.path} imports by a computed name`];
      if (path === undefined) return [];
      const to = folderOf(path);
      if (to === undefined) return [`${file.path} imports ${path}, which is not in src/`];
      if (!path.endsWith('.ts')) return [`${file.path} imports ${specifier} without its ending .ts`];
      if (to === from || layerOf(to) > layerOf(from)) return [];
      return [`${file.path} imports ${path}: ${from} must not know ${to}`];
    });
  });
}

describe('imports point one way', () => {
  it('holds in src/', () => {
    expect(wrongImports(codeFiles('src'))).toEqual([]);
  });

  it.each([
    ['up', 'src/run/apply.ts', "import { a } from '../commands/apply.ts';"],
    ['up, in disguise', 'src/model/host.ts', "export type { A } from '../plan/digest.ts';"],
    ['up, late', 'src/run/apply.ts', "await import('../ui/confirm.ts');"],
    ['to a sibling', 'src/plan/assemble.ts', "import { a } from '../journal/journal.ts';"],
    ['to a test', 'src/run/apply.ts', "import { a } from '../../test/fakes/host.ts';"],
    ['by a computed name', 'src/run/apply.ts', 'await import(name);'],
    ['without an ending', 'src/run/apply.ts', "import { a } from './session';"],
    ['from a folder nobody placed', 'src/misc/apply.ts', ''],
  ])('catches one that points %s', (_, path, text) => {
    expect(wrongImports([{ path, text }])).toHaveLength(1);
  });

  it('lets a folder import itself and what lies below', () => {
    const text = "import { a } from './b.ts';\nimport { c } from '../model/c.ts';\nimport fs from 'node:fs';";
    expect(wrongImports([{ path: 'src/plan/assemble.ts', text }])).toEqual([]);
  });
});
