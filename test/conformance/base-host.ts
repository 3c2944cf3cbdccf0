import type { HostState } from '../../src/transports/simulated/state/state.ts';

/** The Windows host that every case starts from; a case says only what is different on its own. */
export const baseHost = (): HostState => ({
  schema: 'setright/host-state@1',
  machine: {
    name: 'EX01',
    domain: 'corp.example',
    guid: '6f0c1d9e-0000-4000-8000-00000000e001',
    installedAt: '2021-03-04T05:06:07Z',
  },
  engine: { version: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' },
  identity: { name: 'CORP\\admin', elevated: true },
  os: {
    version: '10.0.17763.5458',
    build: 17763,
    ubr: 5458,
    name: 'Windows Server 2019 Standard',
    server: true,
  },
  clock: '2026-01-15T08:00:00Z',
  bootedAt: '2026-01-02T03:00:00Z',
  registry: [
    {
      path: 'HKLM\\SOFTWARE\\Setright Test',
      values: [
        { name: '', kind: 'REG_SZ', data: 'the default value' },
        { name: 'Sz', kind: 'REG_SZ', data: 'text' },
        { name: 'ExpandSz', kind: 'REG_EXPAND_SZ', data: '%SystemRoot%\\system32' },
        { name: 'MultiSz', kind: 'REG_MULTI_SZ', data: ['one', 'two'] },
        { name: 'Dword', kind: 'REG_DWORD', data: 32 },
        { name: 'Qword', kind: 'REG_QWORD', data: '18446744073709551615' },
        { name: 'Binary', kind: 'REG_BINARY', data: '00ff10' },
        { name: 'None', kind: 'REG_NONE', data: '' },
        { name: 'Link', kind: 'REG_LINK', data: '0041' },
      ],
    },
    {
      path: 'HKLM\\SOFTWARE\\Wow6432Node\\Setright Test',
      values: [{ name: 'Sz', kind: 'REG_SZ', data: '32' }],
    },
    { path: 'HKLM\\SOFTWARE\\Unreadable', values: [], deny: 'read' },
    {
      path: 'HKLM\\SOFTWARE\\Unwritable',
      values: [{ name: 'Dword', kind: 'REG_DWORD', data: 1 }],
      deny: 'write',
    },
    {
      path: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem',
      values: [{ name: 'Maximum Allowed Sessions Per User', kind: 'REG_DWORD', data: 32 }],
    },
    { path: 'HKU\\S-1-5-18\\Software', values: [{ name: 'Dword', kind: 'REG_DWORD', data: 7 }] },
  ],
  services: [
    service('RpcSs', 'running', { pid: 800 }),
    service('MSExchangeIS', 'running', {
      pid: 2412,
      startType: 'delayed',
      dependsOn: ['RpcSs'],
      stopSeconds: 3,
      startSeconds: 2,
    }),
    service('MSExchangeTransport', 'running', { pid: 2500, dependsOn: ['MSExchangeIS'] }),
    service('MSExchangePop3', 'stopped', { startType: 'manual', dependsOn: ['MSExchangeIS'] }),
    service('MSExchangeFilter', 'running', { pid: 2600, dependsOn: ['MSExchangeTransport'] }),
    service('Spooler', 'running', { pid: 1500 }),
    service('Off', 'stopped', { startType: 'disabled' }),
  ],
  events: [],
  processes: [],
  files: [],
  writes: 0,
});

function service(
  name: string,
  status: string,
  more: Partial<HostState['services'][number]>,
): HostState['services'][number] {
  return {
    name,
    displayName: `${name} (display)`,
    status,
    startType: 'auto',
    pid: 0,
    startedAt: status === 'running' ? '2026-01-02T03:04:05Z' : '',
    dependsOn: [],
    ...more,
  };
}
