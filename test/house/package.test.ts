import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT, readText } from './source-files.ts';

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

type Packages = Readonly<Record<string, Locked>>;

/**
 * Their install scripts compile an optional faster path; without it ssh2 uses Node's own crypto. koffi's only tries whether the prebuilt
 * binary loads, and compiles where it does not; the package is optional as a whole. None of them downloads.
 */
const OPTIONAL_BUILDS = ['ssh2', 'cpu-features', 'koffi'];

const unpinned = (dependencies: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is ${version}, not one exact version`);

const nameOf = (place: string): string =>
  place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Packages that a user gets and that would run a script of their own on installation. */
const scripted = (packages: Packages): readonly string[] =>
  Object.entries(packages)
    .filter(([place, { dev, hasInstallScript }]) => place !== '' && hasInstallScript === true && dev !== true)
    .map(([place]) => nameOf(place))
    .filter((name) => !OPTIONAL_BUILDS.includes(name));

/** Packages whose install script nobody has decided on: npm warns of them, and later versions will not run them. */
const undecided = (packages: Packages, allowScripts: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(packages)
    .filter(([place, { hasInstallScript }]) => place !== '' && hasInstallScript === true)
    .map(([place, { version }]) => [nameOf(place), `${nameOf(place)}@${version}`])
    .filter((names) => !names.some((name) => name in allowScripts))
    .map(([name = '']) => name);

const manifest: Manifest = JSON.parse(readText('package.json'));
const lock: { readonly version: string; readonly packages: Packages } = JSON.parse(
  readText('package-lock.json'),
);

describe('the package', () => {
  it('pins every dependency exactly', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    expect(unpinned({ ...dependencies, ...optionalDependencies, ...devDependencies })).toEqual([]);
    expect(unpinned({ a: '^1.0.0', b: '1.x', c: 'latest', d: '1.2.3', e: '1.2.3-rc.1' })).toHaveLength(3);
  });

  it('gives its users no package that runs a script on installation, but for builds that are optional', () => {
    expect(scripted(lock.packages)).toEqual([]);
    expect(
      scripted({
        '': { hasInstallScript: true },
        'node_modules/a': { hasInstallScript: true },
        'node_modules/a/node_modules/@b/c': { hasInstallScript: true },
        'node_modules/d': { hasInstallScript: true, dev: true },
        'node_modules/ssh2': { hasInstallScript: true },
      }),
    ).toEqual(['a', '@b/c']);
  });

  it('says of every install script whether it may run here: the one that brings Node may', () => {
    expect(undecided(lock.packages, manifest.allowScripts)).toEqual([]);
    expect(manifest.allowScripts.node).toBe(true);
    expect(
      undecided(
        {
          'node_modules/a': { version: '2.0.0', hasInstallScript: true },
          'node_modules/b': { hasInstallScript: true },
        },
        { 'a@1.0.0': true, b: false },
      ),
    ).toEqual(['a']);
  });

  it('has what it says it ships, besides what is built', () => {
    const shipped = [...manifest.files, ...Object.values(manifest.bin)].filter((path) => path !== 'dist');
    expect(shipped.filter((path) => !existsSync(ROOT + path))).toEqual([]);
    expect(lock.version).toBe(manifest.version);
  });

  it('has every script that the documents name', () => {
    const named = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'].flatMap((path) =>
      [...readText(path).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});
