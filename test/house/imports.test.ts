import { describe, expect, it } from 'vitest';
import { importsOf, packageOf } from './imports.ts';

const specifiers = (text: string) =>
  importsOf({ path: 'src/a/b.ts', text }).map(({ specifier, typeOnly }) => [specifier, typeOnly]);

/** Every house rule about imports stands on this scan: what it overlooks is not forbidden. */
describe('the scan of imports', () => {
  it.each([
    ["import { a } from './a.ts';", './a.ts', false],
    ["import {\n  a,\n  type B,\n} from './a.ts';", './a.ts', false],
    ["import type { A } from './a.ts';", './a.ts', true],
    ["import { type A, type B } from './a.ts';", './a.ts', true],
    ["export { a } from './a.ts';", './a.ts', false],
    ["export * from './a.ts';", './a.ts', false],
    ["export type { A } from './a.ts';", './a.ts', true],
    ["import ssh2 from 'ssh2';", 'ssh2', false],
    ["import * as z from 'zod';", 'zod', false],
    ["import './effects.ts';", './effects.ts', false],
    ["  const a = await import('./a.ts');", './a.ts', false],
    ["const a = await import(\n  './a.ts'\n);", './a.ts', false],
    ["const a = require('./a.cjs');", './a.cjs', false],
    ['const a = await import(name);', '(computed)', false],
  ])('sees %j', (text, specifier, typeOnly) => {
    expect(specifiers(text)).toEqual([[specifier, typeOnly]]);
  });

  it('passes over comments and words that only look like imports', () => {
    expect(
      specifiers("// import a from 'a'\n/**\n * import('a')\n */\nconst important = from('x');"),
    ).toEqual([]);
  });

  it('resolves our own files from the root', () => {
    const [found] = importsOf({ path: 'src/a/b.ts', text: "import { x } from '../model/x.ts';" });
    expect(found?.path).toBe('src/model/x.ts');
  });

  it('knows a package from a file and from a module of Node', () => {
    expect(['zod', 'zod/v4', '@biomejs/biome/x', 'node:fs', './a.ts'].map(packageOf)).toEqual([
      'zod',
      'zod',
      '@biomejs/biome',
      undefined,
      undefined,
    ]);
  });
});
