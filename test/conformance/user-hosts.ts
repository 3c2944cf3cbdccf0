import type { UserRegistryValue } from '../../src/model/resource.ts';
import type { Hive, RegistryKey } from '../../src/transports/simulated/state/state.ts';
import type { HostPatch } from './case.ts';
import { any, has, text } from './matchers.ts';
import { ask, change, dword, noKey, unreadable } from './vocabulary.ts';

export const ANNA = 'S-1-5-21-1-2-3-1001';
export const BERT = 'S-1-5-21-1-2-3-1002';
export const LIST = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';
export const FILE = 'C:\\Users\\bert\\NTUSER.DAT';

export const listed = (sid: string, path: string, state?: number): RegistryKey => ({
  path: `${LIST}\\${sid}`,
  values: [
    { name: 'ProfileImagePath', kind: 'REG_EXPAND_SZ', data: path },
    ...(state === undefined ? [] : [{ name: 'State', kind: 'REG_DWORD', data: state }]),
  ],
});
export const bertsHive = (more: Partial<Hive> = {}): Hive => ({
  file: FILE,
  keys: [
    { path: '', values: [] },
    { path: 'Software\\App', values: [{ name: 'Dword', kind: 'REG_DWORD', data: 7 }] },
  ],
  ...more,
});
export const annasKeys: readonly RegistryKey[] = [
  { path: `HKU\\${ANNA}\\Software\\App`, values: [{ name: 'Dword', kind: 'REG_DWORD', data: 5 }] },
];
export const profiles: readonly RegistryKey[] = [
  { path: LIST, values: [{ name: 'Default', kind: 'REG_EXPAND_SZ', data: '%SystemDrive%\\Users\\Default' }] },
  listed(ANNA, '%SystemDrive%\\Users\\anna', 0),
  listed(BERT, 'C:\\Users\\bert'),
  listed('S-1-5-18', 'C:\\Windows\\system32\\config\\systemprofile'),
];
/** Anna is logged on, Bert is not. */
export const two = (more: Partial<Hive> = {}): HostPatch => ({
  registry: [...profiles, ...annasKeys],
  hives: [
    bertsHive(more),
    { file: 'C:\\Users\\Default\\NTUSER.DAT', keys: [{ path: 'Software', values: [] }] },
  ],
});
/** Bert as Windows loads him. */
export const bertLoaded = (data: number): readonly RegistryKey[] => [
  { path: `HKU\\${BERT}\\Software\\App`, values: [{ name: 'Dword', kind: 'REG_DWORD', data }] },
];

export const of = (sid: string, name = 'Dword', key = 'Software\\App'): UserRegistryValue => ({
  kind: 'user-registry-value',
  sid,
  profile: sid === ANNA ? 'C:\\Users\\anna' : sid === BERT ? 'C:\\Users\\bert' : 'C:\\Users\\Default',
  key,
  name,
});
export const notLoaded = { ...unreadable, hive: 'not-loaded' };
export const mount = (sid: string, outcome: string) =>
  ask(
    'mount',
    { sid, leaseSeconds: 600 },
    { reply: { outcome, name: outcome === 'mounted' ? text : '', why: any } },
  );
export const gone = (sid: string, loggedOn = false) => ({
  sid,
  name: text,
  outcome: 'unmounted',
  why: '',
  loggedOn,
});
export const unmount = (sid: string, ...hives: readonly unknown[]) =>
  ask('unmount', { sid }, { reply: { hives } });
export const bertIs = (data: number) => ({
  [FILE]: has({ 'Software\\App': { Dword: ['REG_DWORD', data] } }),
});
export const c1 = change('c1', of(BERT), dword(7), dword(8));
export const deep = change('c1', of(BERT, 'New', 'Software\\A\\B'), noKey('Software\\A'), dword(1));
/** A mount that another session made; its process is 4242. */
export const theirs = `Setright-4242-20260114070000000-${BERT}`;
export const mounted = (data: number, more: Partial<Hive> = {}): HostPatch => ({
  registry: [
    ...profiles,
    { path: `HKU\\${theirs}\\Software\\App`, values: [{ name: 'Dword', kind: 'REG_DWORD', data }] },
  ],
  hives: [bertsHive({ keys: [], mountedAs: theirs, ...more })],
});
