/** What the doctor says of the host behind the line: rights, policies, what looks at scripts. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/diagnosis.ts';
import { diagnoseHost } from '../../src/run/doctor/diagnose-host.ts';
import type { HostState, RegistryKey } from '../../src/transports/simulated/state/state.ts';
import { powershellLab } from '../run/powershell-lab.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { diagnosed, lab } from './doctor-lab.ts';

type Value = RegistryKey['values'][number];
const key = (path: string, ...values: Value[]): RegistryKey => ({ path, values });
const dword = (name: string, data: number): Value => ({ name, kind: 'REG_DWORD', data });
const text = (name: string, data: string): Value => ({ name, kind: 'REG_SZ', data });

const SYSTEM = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System';
const POLICIES = 'SOFTWARE\\Policies\\Microsoft';
const WINDOWS_POWERSHELL = `HKLM\\${POLICIES}\\Windows\\PowerShell`;
const POWERSHELL_7 = `HKLM\\${POLICIES}\\PowerShellCore`;
const PROVIDERS = 'HKLM\\SOFTWARE\\Microsoft\\AMSI\\Providers';
const SID = 'S-1-5-21-1-2-3-1001';
const PROFILES = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';

const with_ =
  (...keys: RegistryKey[]) =>
  (state: HostState) =>
    void state.registry.push(...keys);
const as =
  (name: string, ...keys: RegistryKey[]) =>
  (state: HostState) => {
    Object.assign(state.identity, { name, elevated: false });
    with_(...keys)(state);
  };
const desktop =
  (...keys: RegistryKey[]) =>
  (state: HostState) => {
    Object.assign(state.engine, { version: '5.1.17763.1', edition: 'Desktop' });
    with_(...keys)(state);
  };
const enabled = (policy: string) => [dword('EnableScripts', 1), text('ExecutionPolicy', policy)];

describe('doctor on a host as it is', () => {
  it.each<[string, (state: HostState) => void, Check['check'], Check['status'], RegExp]>([
    ['a local account that remote UAC filters', as('SIM\\ann'), 'rights', 'bad', /filters.*is not set/],
    [
      'the same, said by a value',
      as('SIM\\ann', key(SYSTEM, dword('LocalAccountTokenFilterPolicy', 0))),
      'rights',
      'bad',
      /filters local accounts.*is 0/,
    ],
    [
      'a local account that is no administrator',
      as('SIM\\ann', key(SYSTEM, dword('LocalAccountTokenFilterPolicy', 1))),
      'rights',
      'bad',
      /no administrator/,
    ],
    [
      'a filter that cannot be read',
      as('SIM\\ann', { ...key(SYSTEM), deny: 'read' }),
      'rights',
      'bad',
      /could not be read \(Access/,
    ],
    [
      'an account of a domain',
      as('CORP\\ann'),
      'rights',
      'bad',
      /Remote UAC filters no accounts of a domain/,
    ],
    [
      'AllSigned by a group policy',
      desktop(key(WINDOWS_POWERSHELL, ...enabled('AllSigned'))),
      'policy',
      'doubtful',
      /MachinePolicy AllSigned/,
    ],
    [
      'scripts switched off by a group policy',
      desktop(key(WINDOWS_POWERSHELL, dword('EnableScripts', 0))),
      'policy',
      'doubtful',
      /MachinePolicy Restricted/,
    ],
    [
      'RemoteSigned by a group policy',
      desktop(key(WINDOWS_POWERSHELL, ...enabled('RemoteSigned'))),
      'policy',
      'good',
      /MachinePolicy RemoteSigned/,
    ],
    [
      'a policy of the other PowerShell',
      with_(key(WINDOWS_POWERSHELL, ...enabled('AllSigned'))),
      'policy',
      'good',
      /no group policy/,
    ],
    [
      'PowerShell 7 told to follow the other one',
      with_(
        key(WINDOWS_POWERSHELL, ...enabled('AllSigned')),
        key(POWERSHELL_7, dword('UseWindowsPowerShellPolicySetting', 1)),
      ),
      'policy',
      'doubtful',
      /MachinePolicy AllSigned/,
    ],
    [
      'a policy of the account',
      (state) => {
        state.accounts = [{ sid: SID, name: state.identity.name }];
        const users = `HKU\\${SID}\\${POLICIES}\\Windows\\PowerShell`;
        desktop(
          key(`${PROFILES}\\${SID}`, text('ProfileImagePath', 'C:\\Users\\admin')),
          key(users, ...enabled('AllSigned')),
        )(state);
      },
      'policy',
      'doubtful',
      /UserPolicy AllSigned/,
    ],
    [
      'a policy that cannot be read',
      desktop({ ...key(WINDOWS_POWERSHELL), deny: 'read' }),
      'policy',
      'doubtful',
      /could not be read: Access/,
    ],
    [
      'what looks at scripts, by name and by file',
      with_(
        key(`${PROVIDERS}\\{A}`),
        key(`${PROVIDERS}\\{B}`),
        key('HKLM\\SOFTWARE\\Classes\\CLSID\\{A}', text('', 'Defender')),
        key(
          'HKLM\\SOFTWARE\\Classes\\CLSID\\{A}\\InprocServer32',
          text('', '"C:\\Program Files\\D\\MpOav.dll"'),
        ),
      ),
      'antivirus',
      'good',
      /looked at by Defender \(MpOav\.dll\), \{B\} \(AMSI\)/,
    ],
    [
      'what looks at scripts, unread',
      with_({ ...key(PROVIDERS), deny: 'read' }),
      'antivirus',
      'doubtful',
      /could not be read: Access/,
    ],
    [
      'a script that is blocked',
      (state) => Object.assign(state, { blocks: 'ScriptContainedMaliciousContent' }),
      'antivirus',
      'bad',
      /blocked it \(AMSI, ScriptContainedMaliciousContent\)\. Nothing of it ran/,
    ],
  ])('%s', async (_, change, name, status, found) => {
    const { desk } = await lab({}, '', change);
    const { named, exitCode } = await diagnosed(desk);
    expect(named(name)).toMatchObject({ status, found: expect.stringMatching(found) });
    expect(exitCode).toBe(status === 'bad' ? 5 : 0);
  });
});

describe.skipIf(pwshMissing)(`doctor on real PowerShell, Windows faked${because(pwshMissing)}`, () => {
  it('asks the same there, and every text and every size comes back', async () => {
    const lab = await powershellLab();
    const host = await lab.add(
      'ex01',
      with_(key(`${PROVIDERS}\\{A}`), key(POWERSHELL_7, ...enabled('AllSigned'))),
    );
    const { checks } = await diagnoseHost(lab.context, host, noWay());
    const found = Object.fromEntries(checks.map((check) => [check.check, `${check.status}: ${check.found}`]));
    expect(found).toMatchObject({
      rights: expect.stringMatching(/^good: CORP.admin, an elevated/),
      policy: expect.stringMatching(/^doubtful: .*MachinePolicy AllSigned/),
      antivirus: 'good: our script runs, looked at by {A} (AMSI)',
      encoding: expect.stringMatching(/^good: 14 strings/),
      'large-request': expect.stringMatching(/^good: 600 KB to the host/),
      'large-reply': expect.stringMatching(/^good: 600 KB there and back/),
    });
  }, 120_000);
});

async function* noWay(): AsyncGenerator<Check> {}
