import type { RegistryKey } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { LIST, listed } from '../user-hosts.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const profile = (sid: string, path: string, kind: string, more: object = {}) => ({
  sid,
  path,
  kind,
  loaded: false,
  name: '',
  ...more,
});
const list: readonly RegistryKey[] = [
  { path: LIST, values: [{ name: 'Default', kind: 'REG_EXPAND_SZ', data: '%SystemDrive%\\Users\\Default' }] },
  listed('S-1-5-18', '%systemroot%\\system32\\config\\systemprofile'),
  listed('S-1-5-80-1-2-3-4-5', 'C:\\Users\\MSSQLSERVER'),
  listed('S-1-5-21-1-2-3-1001', '%SystemDrive%\\Users\\anna', 0),
  listed('S-1-5-21-1-2-3-1002', 'C:\\Users\\TEMP.CORP', 0x804),
  { ...listed('x', 'C:\\Users\\bert'), path: `${LIST}\\S-1-5-21-1-2-3-1002.bak` },
  listed('S-1-12-1-1-2-3-4', 'C:\\Users\\Carla', 0x100),
  listed('S-1-5-21-1-2-3-1004', 'C:\\Users\\kiosk', 1),
  { path: `${LIST}\\no SID at all`, values: [] },
  { path: 'HKU\\S-1-5-21-1-2-3-1001', values: [] },
  { path: 'HKU\\S-1-5-21-1-2-3-1001_Classes', values: [] },
];

export const profileCases: readonly Case[] = [
  {
    name: 'profiles, by SID: whose they are, of which kind, and whether they are loaded',
    host: {
      registry: list,
      accounts: [{ sid: 'S-1-5-21-1-2-3-1001', name: 'CORP\\anna' }],
    },
    steps: [
      observe(
        'profiles',
        {},
        known({
          profiles: [
            profile('S-1-12-1-1-2-3-4', 'C:\\Users\\Carla', 'user'),
            profile('S-1-5-18', '%systemroot%\\system32\\config\\systemprofile', 'service', { loaded: true }),
            profile('S-1-5-21-1-2-3-1001', 'C:\\Users\\anna', 'user', { loaded: true, name: 'CORP\\anna' }),
            profile('S-1-5-21-1-2-3-1002', 'C:\\Users\\TEMP.CORP', 'temporary'),
            profile('S-1-5-21-1-2-3-1002', 'C:\\Users\\bert', 'backup'),
            profile('S-1-5-21-1-2-3-1004', 'C:\\Users\\kiosk', 'mandatory'),
            profile('S-1-5-80-1-2-3-4-5', 'C:\\Users\\MSSQLSERVER', 'virtual'),
            profile('default', 'C:\\Users\\Default', 'default'),
          ],
        }),
      ),
    ],
    writes: 'none',
  },
  { name: 'no profiles', steps: [observe('profiles', {}, known({ profiles: [] }))] },
  {
    name: 'profiles that cannot be read cannot be told',
    host: { registry: [{ ...listed('S-1-5-21-1-2-3-1001', 'C:\\Users\\anna'), deny: 'read' }] },
    steps: [observe('profiles', {}, notKnown)],
  },
];
