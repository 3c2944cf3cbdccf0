import type { FileVersionsFact } from '../../../model/fact.ts';
import type { JsonObject } from '../../../model/json.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';

const variables: readonly (readonly [string, string])[] = [
  ['%SystemRoot%', 'C:\\Windows'],
  ['%ProgramFiles%', 'C:\\Program Files'],
  ['%SystemDrive%', 'C:'],
];

export function fileVersionsFact({ disk = [] }: HostState, { paths }: JsonObject): FileVersionsFact {
  if (!isTexts(paths)) throw new WindowsRefusal('the question does not say which paths');
  return {
    files: paths.map((path) => {
      const file = onDisk(path);
      if (!/^[a-z]:\\/i.test(file))
        return { path, status: 'unreadable', why: 'not a full path on this computer' };
      const found = disk.find((each) => sameName(onDisk(each.path), file));
      if (!found) return { path, status: 'absent' };
      if (found.deny) return { path, status: 'unreadable', why: `Access to the path ${file} is denied.` };
      return { path, status: 'present', version: found.version ?? '' };
    }),
  };
}

/** The path that Windows would expand it to. */
export function onDisk(path: string): string {
  const variable = variables.find(([name]) => sameName(path.slice(0, name.length + 1), `${name}\\`));
  return variable ? `${variable[1]}${path.slice(variable[0].length)}` : path;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
