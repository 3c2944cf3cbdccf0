import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

export interface Import {
  /** As written: `./host.ts`, `node:fs`, `ssh2`. */
  readonly specifier: string;
  /** The imported file from the root of the repository; undefined for what is no file of ours. */
  readonly path: string | undefined;
  /** Gone when the types are erased. */
  readonly typeOnly: boolean;
}

const STATEMENT = /^[ \t]*(?:import|export)\b([^;'"()]*?)\bfrom\s*['"]([^'"]+)['"]/gm;
const SIDE_EFFECT = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const CALL = /\b(?:import|require)\(\s*(?:['"]([^'"]+)['"]|([^'"\s)][^)]*))/g;
const COMMENT_LINE = /^[ \t]*(?:\/\/|\/\*|\*).*$/gm;

/** What a file imports: statements, re-exports, `import()` and `require()`. A call without a literal counts as `(computed)`. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const code = text.replace(COMMENT_LINE, '');
  const found: [string, boolean][] = [
    ...[...code.matchAll(STATEMENT)].map(([, names = '', specifier = '']): [string, boolean] => [
      specifier,
      isTypeOnly(names),
    ]),
    ...[...code.matchAll(SIDE_EFFECT)].map(([, specifier = '']): [string, boolean] => [specifier, false]),
    ...[...code.matchAll(CALL)].map(([, literal]): [string, boolean] => [literal ?? '(computed)', false]),
  ];
  return found.map(([specifier, typeOnly]) => ({
    specifier,
    path: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
    typeOnly,
  }));
}

/** The name a package is installed under; undefined for our own files and Node's modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:') || specifier === '(computed)')
    return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true;
  const listed = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1]?.trim();
  if (!listed) return false;
  return listed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => /^type\s/.test(name));
}
