import { describe, expect, it } from 'vitest';
import { CODE_FOLDERS, codeFiles, type SourceFile } from './source-files.ts';

const WALL = 250;
/** The house aims at about 70; the wall is for the worst file, this one is for the drift of all. */
const MEDIAN_WALL = 75;
const KEBAB =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|long\.test|d))?\.(ts|cjs)$|^[a-z0-9]+([-.][a-z0-9]+)*\.(ps1|sh)$/;
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say nothing: what lies there has no noun yet. */
const NAMELESS = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'types', 'constants'];

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const tooLong = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ text }) => linesOf(text) > WALL)
    .map(({ path, text }) => `${path} has ${linesOf(text)} lines, ${WALL} is the wall: split it`);

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function badNames(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    const wrong = [
      ...folders.filter((folder) => !FOLDER.test(folder) || NAMELESS.includes(folder)),
      ...(KEBAB.test(file) && !NAMELESS.includes(file.split('.')[0] ?? '') ? [] : [file]),
    ];
    return wrong.map((name) => `${path}: ${name} is no name for it`);
  });
}

const defaultExports = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
    .map(({ path }) => `${path} has a default export: it would have no name of its own`);

const code = codeFiles(...CODE_FOLDERS);

describe('files are small', () => {
  it('holds: none is longer than the wall', () => {
    expect(tooLong(code)).toEqual([]);
  });

  it('holds: the median is near 70', () => {
    expect(median(code.map(({ text }) => linesOf(text)))).toBeLessThanOrEqual(MEDIAN_WALL);
  });

  it('catches a file of 251 lines, and lets 250 pass', () => {
    const file = (lines: number) => ({ path: 'src/run/apply.ts', text: 'x\n'.repeat(lines) });
    expect(tooLong([file(250)])).toEqual([]);
    expect(tooLong([file(251)])).toHaveLength(1);
  });

  it('counts the middle one', () => {
    expect(median([300, 10, 70])).toBe(70);
  });
});

describe('names say what is inside', () => {
  it('holds', () => {
    expect(badNames(code.map(({ path }) => path))).toEqual([]);
  });

  it.each([
    'src/run/utils.ts',
    'src/run/types.ts',
    'src/helpers/apply.ts',
    'src/run/applyHost.ts',
    'src/Run/apply.ts',
    'src/run/apply_host.ts',
    'test/house/layers.spec.ts',
  ])('catches %s', (path) => {
    expect(badNames([path])).toHaveLength(1);
  });
});

describe('exports have names', () => {
  it('holds: only configurations export a default', () => {
    expect(defaultExports(code)).toEqual([]);
  });

  it.each(['export default 1;', 'const a = 1;\nexport { a as default };'])('catches %j', (text) => {
    expect(defaultExports([{ path: 'src/a.ts', text }])).toHaveLength(1);
  });
});
