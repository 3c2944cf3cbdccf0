import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryKey } from '../../src/transports/simulated/state/state.ts';
import { emptyHive } from '../scripts/empty-hive.ts';

/** Why the other program is not here; undefined when it is. */
export const hivexMissing: string | undefined =
  spawnSync('hivexregedit', ['--help']).error === undefined
    ? undefined
    : "needs hivexregedit (Debian's libwin-hivex-perl)";

const HEAD = 'Windows Registry Editor Version 5.00';

/**
 * A hive of its own, edited by somebody else's reader of .reg files. Unlike regedit that makes one level of keys at a time, so the keys that
 * a file names are made before it; and it takes text as Unix has it, so the file is recoded.
 */
export class Hivex {
  readonly #hive = join(mkdtempSync(join(tmpdir(), 'setright-hivex-')), 'hive');
  #files = 0;

  constructor(registry: readonly RegistryKey[]) {
    writeFileSync(this.#hive, emptyHive());
    const sections = registry.flatMap(({ path, values }) => [
      '',
      `[${wholePath(path)}]`,
      ...values.map(({ name, kind, data }) => `"${escaped(name)}"=${dataText(kind, data)}`),
    ]);
    this.import([HEAD, ...sections, ''].join('\r\n'));
  }

  import(text: string): void {
    const keys = [...text.matchAll(/^\[(?!-)(.+)\]\r$/gm)].map(([, key = '']) => key);
    const above = keys.flatMap((key) => ancestors(key));
    this.#merge([HEAD, ...[...new Set(above)].map((key) => `\n[${key}]`), ''].join('\n'));
    this.#merge(text);
  }

  /** `key\name=data`, of every value, sorted. */
  values(): readonly string[] {
    const { stdout } = this.#run('--export', '\\');
    let key = '';
    return stdout
      .replaceAll('\\\n  ', '')
      .split(/\r?\n/)
      .flatMap((line) => {
        key = /^\[(.*)\]$/.exec(line)?.[1] ?? key;
        return line.includes('=') ? [`${key}${line}`] : [];
      })
      .sort();
  }

  #merge(text: string): void {
    this.#files += 1;
    const file = `${this.#hive}-${this.#files}.reg`;
    writeFileSync(file, text);
    this.#run('--merge', file);
  }

  #run(what: '--merge' | '--export', argument: string) {
    const run = spawnSync('hivexregedit', [what, this.#hive, argument], { encoding: 'utf8' });
    if (run.status !== 0 || run.stderr !== '') throw new Error(`hivexregedit ${what}: ${run.stderr}`);
    return run;
  }
}

const wholePath = (path: string): string =>
  path.replace(/^HKLM(?=\\|$)/, 'HKEY_LOCAL_MACHINE').replace(/^HKU(?=\\|$)/, 'HKEY_USERS');

const ancestors = (key: string): readonly string[] =>
  key.split('\\').map((_, index, names) => names.slice(0, index + 1).join('\\'));

const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&');

const types: Readonly<Record<string, number>> = {
  REG_NONE: 0,
  REG_SZ: 1,
  REG_EXPAND_SZ: 2,
  REG_BINARY: 3,
};

/** Only the kinds that hosts of the cases have. */
function dataText(kind: string, data: unknown): string {
  if (kind === 'REG_DWORD') return `dword:${Number(data).toString(16).padStart(8, '0')}`;
  const type = types[kind];
  if (type === undefined) throw new Error(`no ${kind} is written here`);
  const bytes =
    type === 0 || type === 3 ? Buffer.from(String(data), 'hex') : Buffer.from(`${String(data)}\0`, 'utf16le');
  return `hex(${type}):${bytes.toString('hex').match(/../g)?.join(',') ?? ''}`;
}
