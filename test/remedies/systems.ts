import type { HostState } from '../../src/transports/simulated/state/state.ts';

/** A bare Windows of each release, with an engine that it can have. Cases say only what is different on theirs. */
export const systems = {
  'windows-xp': windows('5.1.2600.5512', 'Microsoft Windows XP', false, '2.0'),
  'windows-2003': windows('5.2.3790.3959', 'Microsoft Windows Server 2003', true, '2.0'),
  'windows-2008-r2': windows('6.1.7601.24545', 'Windows Server 2008 R2 Standard', true, '5.1.14409.1005'),
  // As it was sold: without WMF 5.1 its newest is 2.0.
  'windows-2008-r2-sold': windows('6.1.7601.24545', 'Windows Server 2008 R2 Standard', true, '2.0'),
  'windows-2012-r2': windows('6.3.9600.20778', 'Windows Server 2012 R2 Standard', true, '5.1.14409.1005'),
  'windows-2019': windows('10.0.17763.5458', 'Windows Server 2019 Standard', true, '5.1.17763.5458'),
  'windows-10': windows('10.0.19045.3930', 'Windows 10 Pro', false, '5.1.19041.3930'),
} satisfies Readonly<Record<string, () => HostState>>;

export type System = keyof typeof systems;

function windows(version: string, name: string, server: boolean, engine: string): () => HostState {
  const [build = 0, ubr = 0] = version.split('.').slice(2).map(Number);
  const architecture = { name: 'PROCESSOR_ARCHITECTURE', kind: 'REG_SZ', data: 'AMD64' };
  return () => ({
    schema: 'setright/host-state@1',
    machine: {
      name: 'HOST01',
      domain: 'corp.example',
      guid: '6f0c1d9e-0000-4000-8000-0000000000c5',
      installedAt: '2010-03-04T05:06:07Z',
    },
    engine: { version: engine, edition: 'Desktop', languageMode: 'FullLanguage' },
    identity: { name: 'CORP\\admin', elevated: true },
    os: { version, build, ubr, name, server },
    clock: '2026-01-15T08:00:00Z',
    registry: [
      {
        path: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
        values: [architecture],
      },
      { path: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters', values: [] },
      { path: 'HKLM\\SOFTWARE\\Microsoft\\.NETFramework', values: [] },
      { path: 'HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\.NETFramework', values: [] },
    ],
    services: [],
    events: [],
    processes: [],
    bootedAt: '2026-01-01T00:00:00Z',
    files: [],
    writes: 0,
  });
}
