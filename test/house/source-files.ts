import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the root of the repository, with `/`: `src/model/host.ts`. */
  readonly path: string;
  readonly text: string;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where code of ours lies. What a folder holds beside code (fixtures, state files) is told apart by its ending. */
export const CODE_FOLDERS = ['src', 'test', 'bench', 'tools', 'scripts', 'bin'] as const;

const CODE = /\.(ts|cjs|mjs|js|ps1|sh)$/;

/** Every code file below the folders, fixtures left out: those are data. */
export function codeFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => CODE.test(path) && !path.startsWith('test/fixtures/'))
    .map((path) => ({ path, text: readText(path) }));
}

/** Every file below a folder of the repository; none when there is no such folder. */
export function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export const readText = (path: string): string => readFileSync(ROOT + path, 'utf8');
