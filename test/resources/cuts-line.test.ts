import { describe, expect, test } from 'vitest';
import type { RegistryValue } from '../../src/model/resource.ts';
import { present } from '../../src/model/state.ts';
import { resourceTypes } from '../../src/resources/index.ts';

const value = (key: string, name = 'X', more: Partial<RegistryValue> = {}): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view: 64,
  ...more,
});
const cut = (resource: RegistryValue) =>
  resourceTypes['registry-value'].cutsLine(resource, present({ kind: 'REG_DWORD', data: 1 }));
const services = 'SYSTEM\\CurrentControlSet\\Services';

/** These are made under the guard only: a host that we cannot reach any more puts itself back. */
describe('registry values that can cut our line', () => {
  test.each([
    value(`${services}\\Tcpip\\Parameters\\Interfaces\\{1}`, 'MTU'),
    value(`system\\controlset001\\services\\TCPIP\\parameters\\INTERFACES\\{1}`, 'NameServer'),
    value(`${services}\\Tcpip\\Parameters`, 'nameserver'),
    value(`${services}\\WinRM`, 'Start'),
    value(`${services}\\sshd`, 'ImagePath'),
    value(`${services}\\RpcSs`, 'Start'),
    value(`${services}\\SharedAccess\\Parameters\\FirewallPolicy\\StandardProfile`, 'EnableFirewall'),
    value('SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\DomainProfile', 'EnableFirewall'),
    value('SOFTWARE\\Policies\\Microsoft\\Windows\\WinRM\\Service', 'AllowBasic'),
    value('SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WSMAN\\Listener'),
    value('SOFTWARE\\OpenSSH', 'DefaultShell'),
    value(
      'SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}\\0001',
      'PnPCapabilities',
    ),
    value('SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', '__PSLockdownPolicy'),
  ])('$key $name', (resource) => {
    expect(cut(resource)).toMatch(/can cut our own line to the host$/);
  });

  test.each([
    value(`${services}\\MSExchangeIS\\ParametersSystem`, 'Maximum Allowed Sessions Per User'),
    value(`${services}\\Tcpip\\Parameters`, 'KeepAliveTime'),
    value(`${services}\\Tcpip\\Parameters\\Acme`, 'NameServer'),
    value(`${services}\\LanmanServer\\Parameters`, 'SMB1'),
    value(`${services}\\WinRMother`, 'Start'),
    value('SOFTWARE\\Acme', 'Start'),
    value('SOFTWARE\\OpenSSH', 'DefaultShell', { hive: 'HKU' }),
    value('SOFTWARE\\OpenSSH', 'DefaultShell', { view: 32 }),
    value('SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'Path'),
  ])('not $key $name', (resource) => {
    expect(cut(resource)).toBeUndefined();
  });
});

describe('services', () => {
  const { 'service-status': status, 'service-start-type': startType } = resourceTypes;
  const winrm = { kind: 'service-status', service: 'winrm' } as const;
  const spooler = { kind: 'service-status', service: 'Spooler' } as const;

  test('every stop is guarded, and one that carries our line says so', () => {
    expect(status.cutsLine(spooler, present('stopped'))).toBe('it stops a service');
    expect(status.cutsLine(winrm, present('stopped'))).toMatch(
      /^it serves WinRM connections.*cut our own line/,
    );
    expect(status.cutsLine(winrm, present('running'))).toBeUndefined();
  });

  test.each([
    ['WinRM', 'disabled', true],
    ['SSHD', 'manual', true],
    ['sshd', 'delayed', false],
    ['WinRM', 'auto', false],
    ['Spooler', 'disabled', false],
  ])('%s to %s cuts: %s', (service, start, cuts) => {
    const why = startType.cutsLine({ kind: 'service-start-type', service }, present(start));
    expect(why !== undefined).toBe(cuts);
  });
});
