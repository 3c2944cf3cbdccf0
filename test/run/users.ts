import type { UserRegistryValue } from '../../src/model/resource.ts';
import { statedStates } from '../../src/remedies/stated-states/stated-states.ts';
import type { Assignment } from '../../src/run/observe/survey.ts';
import type { Hive, HostState } from '../../src/transports/simulated/state/state.ts';
import { dword } from './lab.ts';

export const ANNA = 'S-1-5-21-1-2-3-1001';
export const BERT = 'S-1-5-21-1-2-3-1002';
const LIST = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';

const appKey = (root: string, data: number): HostState['registry'][number] => ({
  path: `${root}Software\\App`,
  values: [{ name: 'V', kind: 'REG_DWORD', data }],
});

/** Anna is logged on, Bert is not; both hold 0. */
export function withUsers(state: HostState, bert: Partial<Hive> = {}): void {
  const listed = (sid: string, path: string) => ({
    path: `${LIST}\\${sid}`,
    values: [{ name: 'ProfileImagePath', kind: 'REG_EXPAND_SZ', data: path }],
  });
  state.registry.push(
    { path: LIST, values: [{ name: 'Default', kind: 'REG_SZ', data: 'C:\\Users\\Default' }] },
    listed(ANNA, 'C:\\Users\\anna'),
    listed(BERT, 'C:\\Users\\bert'),
    appKey(`HKU\\${ANNA}\\`, 0),
  );
  state.hives = [
    { file: 'C:\\Users\\bert\\NTUSER.DAT', keys: [{ path: '', values: [] }, appKey('', 0)], ...bert },
    { file: 'C:\\Users\\Default\\NTUSER.DAT', keys: [appKey('', 0)] },
  ];
  state.accounts = [{ sid: ANNA, name: 'CORP\\anna' }];
}

export const userValue = (sid: string, name = 'V', key = 'Software\\App'): UserRegistryValue => ({
  kind: 'user-registry-value',
  sid,
  profile: `C:\\Users\\${sid === ANNA ? 'anna' : 'bert'}`,
  key,
  name,
});

/** Every user is to have 1, as `states:` in an inventory says it. */
export const forUsers = (defaultProfile = false): readonly Assignment[] => [
  {
    remedy: statedStates,
    parameters: {
      states: [
        {
          resource: { kind: 'users-registry-value', key: 'Software\\App', name: 'V', defaultProfile },
          want: { ...dword(1) },
          reason: 'the test wants it',
          sensitive: false,
        },
      ],
    },
  },
];

/** What the value is now, by user: loaded, in the file, or in a mount of ours. */
export function userData(state: HostState, sid: string): unknown {
  const file = state.hives?.find(({ file: path }) => path.includes('bert'));
  const keys = sid === BERT && file && file.keys.length > 0 ? file.keys : state.registry;
  const key = keys.find(({ path }) => path === 'Software\\App' || path === `HKU\\${sid}\\Software\\App`);
  return key?.values.find(({ name }) => name === 'V')?.data;
}

export const mounts = (state: HostState): readonly string[] =>
  (state.hives ?? []).flatMap(({ mountedAs }) => mountedAs ?? []);

/** The user logs on: Windows has his hive now. */
export function logOn(state: HostState, sid: string): void {
  const hive = state.hives?.find(({ file }) => file.includes('bert'));
  for (const key of hive?.keys ?? [])
    state.registry.push({ ...key, path: key.path === '' ? `HKU\\${sid}` : `HKU\\${sid}\\${key.path}` });
  state.hives = (state.hives ?? []).filter((each) => each !== hive);
}
