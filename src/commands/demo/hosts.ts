import type { EventEntry, HostState, Service } from '../../transports/simulated/state/state.ts';

/** The people of the story: six Windows hosts as data. The simulated host is what answers for them. */
export interface DemoHost {
  readonly name: string;
  readonly group: 'exchange' | 'files';
  readonly state: HostState;
}

const LIMIT_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem';
const LIMIT = 'Maximum Allowed Sessions Per User';
const NOW = '2026-01-15T08:00:00Z';
const STARTED = '2026-01-02T03:04:05Z';

/** One reply takes so long: enough to see who is at work. */
const LATENCY_MS = 60;

export const demoHosts = (): readonly DemoHost[] => [
  { name: 'EX01', group: 'exchange', state: exchange('EX01', undefined, 14, 32) },
  { name: 'EX02', group: 'exchange', state: exchange('EX02', 64, 0, 64) },
  { name: 'EX03', group: 'exchange', state: setsItBack(exchange('EX03', 63, 5, 63)) },
  { name: 'EX04', group: 'exchange', state: inDag(exchange('EX04', undefined, 9, 32)) },
  {
    name: 'EX05',
    group: 'exchange',
    state: { ...windows('EX05'), unreachable: 'No route to host (this host is switched off in the story).' },
  },
  { name: 'FS01', group: 'files', state: windows('FS01') },
];

/** Exchange 2010 on Windows Server 2008 R2 SP1 with PowerShell 5.1. */
function exchange(name: string, limit: number | undefined, events: number, maximum: number): HostState {
  const state = windows(name);
  state.registry.push({
    path: LIMIT_KEY,
    values: limit === undefined ? [] : [{ name: LIMIT, kind: 'REG_DWORD', data: limit }],
  });
  state.services.push(
    service('MSExchangeIS', 'Microsoft Exchange Information Store', ['RpcSs'], 4),
    service('MSExchangeMailSubmission', 'Microsoft Exchange Mail Submission', ['MSExchangeIS'], 1),
  );
  state.events.push(...Array.from({ length: events }, (_, index) => sessionEvent(index, maximum)));
  return state;
}

/** Something on this host undoes the value behind our back: what is read afterwards is what was there before. */
function setsItBack(state: HostState): HostState {
  return { ...state, faults: [{ verb: 'set', nth: 1, fault: 'lie' }] };
}

/** A member of a database availability group that nobody took into maintenance: its store must not be restarted. */
function inDag(state: HostState): HostState {
  state.registry.push(
    { path: 'HKLM\\Cluster\\ExchangeActiveManager', values: [] },
    {
      path: 'HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline',
      values: [{ name: 'Maintenance', kind: 'REG_SZ', data: '1:1:635000000000000000' }],
    },
  );
  return state;
}

function windows(name: string): HostState {
  return {
    schema: 'setright/host-state@1',
    machine: {
      name,
      domain: 'demo.example',
      guid: `0de30000-0000-4000-8000-00000000${name.toLowerCase().replace(/[^0-9a-f]/g, '0')}`,
      installedAt: '2014-05-06T07:08:09Z',
    },
    engine: { version: '5.1.14409.1005', edition: 'Desktop', languageMode: 'FullLanguage' },
    identity: { name: 'DEMO\\admin', elevated: true },
    os: {
      version: '6.1.7601.24545',
      build: 7601,
      ubr: 24545,
      name: 'Windows Server 2008 R2 Standard',
      server: true,
    },
    clock: NOW,
    registry: [{ path: 'HKLM\\SYSTEM\\CurrentControlSet\\Services', values: [] }],
    services: [
      service('RpcSs', 'Remote Procedure Call (RPC)', [], 0),
      service('LanmanServer', 'Server', [], 0),
    ],
    events: [],
    processes: [],
    files: [],
    latencyMs: LATENCY_MS,
    writes: 0,
  };
}

const service = (name: string, displayName: string, dependsOn: string[], seconds: number): Service => ({
  name,
  displayName,
  status: 'running',
  startType: 'auto',
  pid: 1000 + displayName.length,
  startedAt: STARTED,
  dependsOn,
  stopSeconds: seconds,
  startSeconds: seconds,
});

/** As Exchange logs it: who, the maximum, the type of object. */
function sessionEvent(index: number, maximum: number): EventEntry {
  const user = `/o=Demo/ou=First Administrative Group/cn=Recipients/cn=user${(index % 3) + 1}`;
  return {
    log: 'Application',
    provider: 'MSExchangeIS',
    id: 9646,
    at: new Date(Date.parse(NOW) - (index + 1) * 47 * 60_000).toISOString(),
    properties: [user, String(maximum), 'session'],
    message: `Mapi session "${user}" exceeded the maximum of ${maximum} objects of type "session".`,
  };
}
