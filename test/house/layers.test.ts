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

/** Inside the engine it is the same: a room knows those below it. What lies beside the rooms serves all of them. */
const ROOMS_OF_RUN: readonly (readonly string[])[] = [
  ['recover', 'export'],
  ['apply'],
  ['planning'],
  ['observe', 'doctor'],
  ['connect'],
];

/** `src/plan/digest.ts` lies in `plan`, `src/cli.ts` is `cli`. */
const folderOf = (path: string): string | undefined => /^src\/([^/.]+)/.exec(path)?.[1];

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

/** `src/run/apply/guard.ts` lies in `apply`; `src/run/fleet.ts` lies in none. */
const roomOf = (path: string): string | undefined => /^src\/run\/([^/.]+)\//.exec(path)?.[1];

const floorOf = (room: string): number => ROOMS_OF_RUN.findIndex((floor) => floor.includes(room));

function wrongRooms(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const from = roomOf(file.path);
    if (from !== undefined && floorOf(from) < 0) return [`${file.path} lies in a room nobody placed`];
    return importsOf(file).flatMap(({ path }) => {
      const to = path === undefined ? undefined : roomOf(path);
      if (to === undefined || to === from) return [];
      const isAllowed = from === undefined ? !file.path.startsWith('src/run/') : floorOf(to) > floorOf(from);
      return isAllowed ? [] : [`${file.path} must not know ${path}`];
    });
  });
}

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

const remedyOf = (path: string): string | undefined => /^src\/remedies\/([^/.]+)\//.exec(path)?.[1];

const remediesLeaningOnOthers = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => {
    const from = remedyOf(file.path);
    return importsOf(file).flatMap(({ path = '' }) => {
      const to = remedyOf(path);
      const isAllowed = from === undefined || to === undefined || to === from || to === 'vocabulary';
      return isAllowed ? [] : [`${file.path} must not know ${path}`];
    });
  });

describe('imports point one way', () => {
  it('holds in src/', () => {
    expect(wrongImports(codeFiles('src'))).toEqual([]);
  });

  it('holds between remedies: deleting one deletes its folder and its lines in the index', () => {
    expect(remediesLeaningOnOthers(codeFiles('src'))).toEqual([]);
    const text = "import { a } from '../wininet-connections/judge-connections.ts';";
    expect(remediesLeaningOnOthers([{ path: 'src/remedies/crm-outlook/judge-crm.ts', text }])).toHaveLength(
      1,
    );
    expect(remediesLeaningOnOthers([{ path: 'src/remedies/vocabulary/patch.ts', text }])).toHaveLength(1);
  });

  it('holds between the rooms of src/run/', () => {
    expect(wrongRooms(codeFiles('src'))).toEqual([]);
  });

  it.each([
    ['up', 'src/run/observe/survey.ts', "import { a } from '../apply/apply.ts';"],
    ['to a sibling', 'src/run/recover/recover.ts', "import { a } from '../export/by-hand.ts';"],
    ['into a room, from beside the rooms', 'src/run/fleet.ts', "import { a } from './apply/apply.ts';"],
    ['from a room nobody placed', 'src/run/misc/fleet.ts', ''],
  ])('catches one between rooms that points %s', (_, path, text) => {
    expect(wrongRooms([{ path, text }])).toHaveLength(1);
  });

  it.each([
    ['up', 'src/run/apply/apply.ts', "import { a } from '../../commands/apply.ts';"],
    ['up, in disguise', 'src/model/host.ts', "export type { A } from '../plan/digest.ts';"],
    ['up, late', 'src/run/apply/apply.ts', "await import('../../ui/confirm.ts');"],
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
