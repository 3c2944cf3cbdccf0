import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT, readText } from './source-files.ts';

const ENTRY = join(ROOT, 'bin/setright.cjs');
const folder = mkdtempSync(join(tmpdir(), 'setright-entry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const preload = (name: string, code: string): string => {
  const file = join(folder, name);
  writeFileSync(file, code);
  return file;
};

/** What runs under every Node there is: it must say what it needs rather than fail on its own syntax. */
describe('the entry file', () => {
  const under = (version: string) =>
    spawnSync(
      process.execPath,
      [
        '--require',
        preload(
          `node-${version}.cjs`,
          `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
        ),
        ENTRY,
        '--help',
      ],
      { encoding: 'utf8' },
    );

  it.each(['18.20.8', '20.20.2', '22.12.0'])(
    'is told in one sentence by Node %s that it is too old',
    (version) => {
      const { status, stdout, stderr } = under(version);
      expect(stderr).toBe(`setright needs Node.js 22.13 or newer; this is ${version}.\n`);
      expect(stdout).toBe('');
      expect(status).toBe(1);
    },
  );

  it.each(['22.13.0', '23.0.0', '100.1.0'])('goes on under Node %s', (version) => {
    expect(under(version)).toMatchObject({ status: 0, stderr: '' });
  });

  /** A folder with this entry file and these programs beside it; what it says there. */
  const among = (programs: readonly string[], ...options: readonly string[]) => {
    const root = mkdtempSync(join(folder, 'among-'));
    for (const name of ['bin', 'src', 'dist']) mkdirSync(join(root, name));
    copyFileSync(ENTRY, join(root, 'bin/setright.cjs'));
    copyFileSync(join(ROOT, 'package.json'), join(root, 'package.json'));
    for (const program of programs) writeFileSync(join(root, program), `console.log('${program}');`);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...options, join(root, 'bin/setright.cjs'), 'check'],
      { encoding: 'utf8' },
    );
    return { status, said: (stdout + stderr).trim() };
  };

  it('runs what was built in a package, and the sources in a checkout, whatever an old build left there', () => {
    expect(among(['dist/cli.js'])).toEqual({ status: 0, said: 'dist/cli.js' });
    expect(among(['src/cli.ts', 'dist/cli.js'])).toEqual({ status: 0, said: 'src/cli.ts' });
  });

  it('says in a checkout which Node runs it, under one that runs no TypeScript', () => {
    const noTypeScript = '--no-experimental-strip-types';
    expect(among(['src/cli.ts'], noTypeScript)).toEqual({
      status: 1,
      said: `setright: a checkout needs Node.js 22.18 or newer, as npm install brings in node_modules/.bin; this is ${process.versions.node}.`,
    });
    expect(among(['dist/cli.js'], noTypeScript)).toEqual({ status: 0, said: 'dist/cli.js' });
  });

  it('is written in the syntax of 2020, which Node 18 parses: down-levelling it changes nothing', () => {
    expect(downLevelled(ENTRY, 'es2020')).toBe(downLevelled(ENTRY, 'esnext'));
    const modern = preload('modern.cjs', 'let a;\na ??= 1;\nclass B { static { a = 2; } }\n');
    expect(downLevelled(modern, 'es2020')).not.toBe(downLevelled(modern, 'esnext'));
  });
});

function downLevelled(file: string, target: string): string {
  const options = [
    '--allowJs',
    '--skipLibCheck',
    '--noCheck',
    '--ignoreConfig',
    '--rootDir',
    join(file, '..'),
  ];
  const out = join(folder, target);
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...options,
    '--target',
    target,
    '--module',
    'nodenext',
    '--moduleResolution',
    'nodenext',
    '--outDir',
    out,
    file,
  ]);
  return readFileSync(join(out, file.slice(file.lastIndexOf('/') + 1)), 'utf8');
}

/** Time belongs into `npm run bench`; what is loaded is what costs it, and can be counted. */
describe('starting up', () => {
  const counter = preload(
    'count.cjs',
    `const loaded = [];
require('node:module').registerHooks({
  load: (url, context, next) => {
    if (!url.startsWith('node:')) loaded.push(url);
    return next(url, context);
  },
});
process.on('exit', () => process.stderr.write('LOADED' + JSON.stringify(loaded)));`,
  );

  const loadedBy = (...words: readonly string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--require', counter, ENTRY, ...words], {
      encoding: 'utf8',
    });
    const loaded: readonly string[] = JSON.parse(stderr.slice(stderr.indexOf('LOADED') + 'LOADED'.length));
    return { stdout, loaded: loaded.map((url) => decodeURIComponent(url.slice(`file://${ROOT}`.length))) };
  };

  it('prints the version from the entry file and package.json alone', () => {
    const { stdout, loaded } = loadedBy('--version');
    expect(stdout.trim()).toBe(JSON.parse(readText('package.json')).version);
    expect(loaded).toEqual(['bin/setright.cjs', 'package.json']);
  });

  it.each([[['--help']], [['check', '--help']]])(
    'prints help for %j without anything that only a run needs',
    (words) => {
      const { stdout, loaded } = loadedBy(...words);
      expect(stdout).toContain('Usage');
      const packages = new Set(
        loaded.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean),
      );
      expect([...packages].sort()).toEqual(['commander']);
      expect(loaded.filter((path) => /^src\/(run|journal|transports|inventory)\//.test(path))).toEqual([]);
    },
  );
});
