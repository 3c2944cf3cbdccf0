import { describe, expect, it } from 'vitest';
import { importsOf, packageOf } from './imports.ts';
import { codeFiles, readText, type SourceFile } from './source-files.ts';

type Homes = Readonly<Record<string, readonly string[]>>;

/**
 * One package, one file: whoever replaces a package has one place to look. A folder (`/` at the end) is a home where the package is
 * the folder's whole purpose. Types may be named elsewhere; they are gone at run time.
 */
const HOMES: Homes = {
  ssh2: ['src/transports/ssh/client.ts'],
  saxes: ['src/transports/winrm/wsman/xml.ts'],
  koffi: ['src/transports/winrm/kerberos/gssapi-library.ts'],
  'node-powershell': ['src/transports/local.ts'],
  // The inventory, and the state files that people write for a simulated host, which must not know the inventory.
  yaml: ['src/inventory/yaml-source.ts', 'src/transports/simulated/state/state-file.ts'],
  picomatch: ['src/inventory/select-hosts.ts'],
  'env-paths': ['src/journal/data-folder.ts'],
  // Shapes of what comes from outside: replies, facts, the inventory, requests and state files of the simulated host, collected files.
  zod: [
    'src/powershell/reply-shapes.ts',
    'src/facts/',
    'src/inventory/shape.ts',
    'src/inventory/shape-mistakes.ts',
    'src/transports/simulated/verbs/requests.ts',
    'src/transports/simulated/state/state-schema.ts',
    'src/transports/simulated/state/read-collected.ts',
  ],
  commander: ['src/commands/'],
  inquirer: ['src/ui/inquirer-asker.ts'],
  listr2: ['src/ui/listr-progress.ts'],
};

const isHome = (home: string, path: string): boolean =>
  home.endsWith('/') ? path.startsWith(home) : path === home;

function strays(files: readonly SourceFile[], homes: Homes): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, typeOnly }) => {
      const name = packageOf(specifier);
      if (name === undefined || typeOnly) return [];
      const allowed = homes[name];
      if (!allowed) return [`${file.path} imports ${name}, which has no home in src/`];
      return allowed.some((home) => isHome(home, file.path)) ? [] : [`${file.path} imports ${name}`];
    }),
  );
}

/** Homes that nobody lives in: the table would promise what is no longer so. */
function emptyHomes(files: readonly SourceFile[], homes: Homes): readonly string[] {
  const used = files.flatMap((file) =>
    importsOf(file).map(({ specifier }) => ({ path: file.path, name: packageOf(specifier) })),
  );
  return Object.entries(homes).flatMap(([name, places]) =>
    places
      .filter((home) => !used.some((use) => use.name === name && isHome(home, use.path)))
      .map((home) => `${name} is not imported in ${home}`),
  );
}

/** Statements that would keep the whole program from starting where an optional package is not installed. */
const neededAtOnce = (files: readonly SourceFile[], optional: readonly string[]): readonly string[] =>
  files.flatMap(({ path, text }) =>
    optional
      .filter((name) =>
        new RegExp(`^(?:import|export)(?! type\\b)[^;()]*?(?:\\bfrom )?'${name}'`, 'm').test(text),
      )
      .map((name) => `${path} needs ${name} at once`),
  );

describe('one package, one file', () => {
  const files = codeFiles('src');

  it('holds in src/', () => {
    expect(strays(files, HOMES)).toEqual([]);
    expect(emptyHomes(files, HOMES)).toEqual([]);
  });

  it('gives every production dependency a home, and only those', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readText('package.json'));
    expect(Object.keys(HOMES).sort()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies }).sort(),
    );
  });

  it('loads optional packages by import() alone, when somebody asks for what they do', () => {
    const optional = Object.keys(JSON.parse(readText('package.json')).optionalDependencies);
    expect(optional).not.toEqual([]);
    expect(neededAtOnce(files, optional)).toEqual([]);
    for (const text of [
      "import koffi from 'koffi';",
      "import {\n  load,\n} from 'koffi';",
      "import 'koffi';",
    ])
      expect(neededAtOnce([{ path: 'src/a.ts', text }], ['koffi'])).toHaveLength(1);
    for (const text of ["import type koffi from 'koffi';", "const k = await import('koffi');"])
      expect(neededAtOnce([{ path: 'src/a.ts', text }], ['koffi'])).toEqual([]);
  });

  it('catches a second file, a package without a home and a home left empty', () => {
    const homes: Homes = { ssh2: ['src/transports/ssh/client.ts'] };
    const run = { path: 'src/run/apply.ts', text: "import ssh2 from 'ssh2';" };
    expect(strays([run], homes)).toEqual(['src/run/apply.ts imports ssh2']);
    expect(strays([{ ...run, text: "await import('left-pad');" }], homes)).toHaveLength(1);
    expect(strays([{ ...run, text: "import type { Client } from 'ssh2';" }], homes)).toEqual([]);
    expect(emptyHomes([run], homes)).toEqual(['ssh2 is not imported in src/transports/ssh/client.ts']);
  });
});
