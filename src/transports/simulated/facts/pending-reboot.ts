import type { PendingRebootFact, PendingRebootSource } from '../../../model/fact.ts';
import type { RegistryValue } from '../../../model/resource.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState, RegistryKey } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';
import { readRegistryValue } from '../windows/registry.ts';
import { keyExists, listedKey } from '../windows/registry-tree.ts';

/** What waits, or undefined; throws why nobody can tell. */
type Look = (state: HostState) => string | undefined;

const NAMES = 'SYSTEM\\CurrentControlSet\\Control\\ComputerName';
const WINDOWS = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion';

const looks: { readonly [S in PendingRebootSource]: Look } = {
  'component-servicing': (state) =>
    mark(state, `${WINDOWS}\\Component Based Servicing\\RebootPending`, 'servicing of Windows components'),
  'windows-update': (state) =>
    mark(state, `${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`, 'an update of Windows'),
  'file-renames': (state) => {
    const key = 'SYSTEM\\CurrentControlSet\\Control\\Session Manager';
    const files = ['PendingFileRenameOperations', 'PendingFileRenameOperations2']
      .flatMap((name) => rawData(state, key, name) ?? [])
      .filter((file) => file !== '');
    return files.length > 0
      ? `files to be moved or deleted, the first ${String(files[0]).replace(/^\\\?\?\\/, '')}`
      : undefined;
  },
  'update-exe': (state) => {
    const flags = read(state, 'SOFTWARE\\Microsoft\\Updates', 'UpdateExeVolatile');
    return typeof flags === 'number' && flags !== 0 ? `UpdateExeVolatile is ${flags}` : undefined;
  },
  'computer-rename': (state) => {
    const active = read(state, `${NAMES}\\ActiveComputerName`, 'ComputerName');
    const next = read(state, `${NAMES}\\ComputerName`, 'ComputerName');
    if (typeof active !== 'string' || typeof next !== 'string' || active === '' || next === '')
      return undefined;
    return sameName(active, next) ? undefined : `${active} becomes ${next}`;
  },
  'domain-join': (state) => {
    const key = 'SYSTEM\\CurrentControlSet\\Services\\Netlogon';
    const marks = ['JoinDomain', 'AvoidSpnSet'].filter((name) => read(state, key, name) !== undefined);
    return marks.length > 0 ? 'a domain was joined or left' : undefined;
  },
};

export const pendingRebootFact = (state: HostState): PendingRebootFact => ({
  sources: Object.entries(looks).map(([source, look]) => ({
    source: source as PendingRebootSource,
    ...answer(state, look),
  })),
});

function answer(state: HostState, look: Look) {
  try {
    const detail = look(state);
    if (detail === undefined) return { answer: 'none', detail: '' } as const;
    return { answer: 'pending', detail: detail.slice(0, 300) } as const;
  } catch (error) {
    if (!(error instanceof WindowsRefusal)) throw error;
    return { answer: 'unreadable', detail: error.message.slice(0, 300) } as const;
  }
}

/** Its being there is the mark. */
function mark(state: HostState, key: string, said: string): string | undefined {
  const path = ['HKLM', ...key.split('\\')];
  if (!keyExists(state, path)) return undefined;
  const listed = listedKey(state, path);
  if (listed?.deny === 'read') throw new WindowsRefusal(`Access to ${listed.path} is denied.`);
  return said;
}

/** As it lies there: its empty lines say that a file is to be deleted, and make it unreadable as a state. */
function rawData(
  state: HostState,
  key: string,
  name: string,
): RegistryKey['values'][number]['data'] | undefined {
  const listed = listedKey(state, ['HKLM', ...key.split('\\')]);
  if (listed?.deny === 'read') throw new WindowsRefusal(`Access to ${listed.path} is denied.`);
  return listed?.values.find((value) => sameName(value.name, name))?.data;
}

function read(state: HostState, key: string, name: string): unknown {
  const value: RegistryValue = { kind: 'registry-value', hive: 'HKLM', key, name, view: 64 };
  const found = readRegistryValue(state, value);
  if (found.status === 'unreadable') throw new WindowsRefusal(found.why);
  return found.status === 'absent' ? undefined : (found.value as { data: unknown }).data;
}
