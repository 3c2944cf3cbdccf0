import type { RegistryValue } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';

/** A registry of a few lines, to hold the predictions of `after` against: keys and values by their upper-case paths. */
export class SmallRegistry {
  readonly #keys = new Set<string>();
  readonly #values = new Map<string, State>();

  constructor(keys: readonly RegistryValue[]) {
    for (const resource of keys) this.#create(resource);
  }

  read(resource: RegistryValue): State {
    const missing = this.#prefixes(resource).find(({ path }) => !this.#keys.has(path));
    if (missing) return { status: 'absent', missing: 'key', from: missing.asked };
    return this.#values.get(this.#valuePath(resource)) ?? { status: 'absent', missing: 'value' };
  }

  set(resource: RegistryValue, want: State): void {
    if (want.status === 'present') {
      this.#create(resource);
      this.#values.set(this.#valuePath(resource), present(want.value));
    } else if (want.status === 'absent') {
      this.#values.delete(this.#valuePath(resource));
      if (want.from !== undefined) this.#removeKeys(resource, want.from);
    }
  }

  #create(resource: RegistryValue): void {
    for (const { path } of this.#prefixes(resource)) this.#keys.add(path);
  }

  #removeKeys(resource: RegistryValue, from: string): void {
    const wanted = this.#prefixes(resource).filter(({ asked }) => asked.length >= from.length);
    for (const { path } of wanted.reverse()) {
      const inUse = [...this.#keys, ...this.#values.keys()].some((other) => other.startsWith(`${path}\\`));
      if (inUse) return;
      this.#keys.delete(path);
    }
  }

  #valuePath = (resource: RegistryValue): string =>
    `${this.#physical(resource, resource.key)}\\=${resource.name.toUpperCase()}`;

  #prefixes(resource: RegistryValue): { asked: string; path: string }[] {
    const levels = resource.key.split('\\');
    return levels.map((_level, at) => {
      const asked = levels.slice(0, at + 1).join('\\');
      return { asked, path: this.#physical(resource, asked) };
    });
  }

  #physical({ hive, view }: RegistryValue, key: string): string {
    const path = `${hive}\\${key.toUpperCase()}`;
    if (hive !== 'HKLM' || view === 64 || path.startsWith('HKLM\\SOFTWARE\\WOW6432NODE')) return path;
    return path.replace(/^HKLM\\SOFTWARE(?=\\|$)/, 'HKLM\\SOFTWARE\\WOW6432NODE');
  }
}
