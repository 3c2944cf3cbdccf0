import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factTypes, readFact } from '../../src/facts/index.ts';
import { type Fact, type FactName, pendingRebootSources } from '../../src/model/fact.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const at = '2026-01-15T08:00:00Z';
const known = (value: Json): Fact => ({ known: true, at, value });

/** What docs/line.md has a host answer, one of each. */
const answers: { readonly [N in FactName]: JsonObject } = {
  os: {
    version: '10.0.17763.5458',
    build: 17763,
    ubr: 5458,
    name: 'Windows Server 2019',
    installedAt: at,
    server: true,
    bootedAt: at,
  },
  powershell: { version: '5.1.17763.1', edition: 'Desktop', languageMode: 'FullLanguage', pid: 4711 },
  service: {
    exists: true,
    service: 'MSExchangeIS',
    displayName: 'Microsoft Exchange Information Store',
    status: 'running',
    startType: 'auto',
    pid: 2412,
    startedAt: '2026-01-02T03:04:05.1234567Z',
    dependents: [{ service: 'A', displayName: 'A', status: 'stopped' }],
  },
  cluster: {
    member: true,
    resources: [{ name: 'IS', type: 'T', service: 'MSExchangeIS' }],
    dag: false,
    maintenance: 'none',
  },
  profiles: {
    profiles: [
      { sid: 'S-1-5-21-1-2-3-1001', path: 'C:\\Users\\anna', loaded: true, kind: 'user', name: 'CORP\\anna' },
    ],
  },
  interfaces: {
    interfaces: [
      { index: 12, alias: 'Team 1', description: 'Multiplexor', kind: 'team', families: ['IPv4', 'IPv6'] },
    ],
  },
  'path-mtu': {
    peer: 'ex01',
    address: '10.0.30.5',
    source: '10.0.20.107',
    interface: 12,
    family: 'IPv4',
    interfaceMtu: 1500,
    smalls: { sent: 4, answered: 4, other: '' },
    rungs: [{ size: 1500, sent: 3, answered: false, tooBig: false, from: '', other: '' }],
    finished: true,
  },
  events: {
    count: 2,
    capped: false,
    newest: [{ at, id: 9646, provider: 'MSExchangeIS', properties: ['/o=x', '32', 'session'], message: '' }],
  },
  connections: {
    count: 2,
    capped: false,
    owners: true,
    groups: [{ state: 'TimeWait', pid: 0, process: 'Idle', count: 2, ports: 2 }],
    groupsLeft: 0,
  },
  'event-texts': {
    searched: 5,
    capped: false,
    found: [
      { count: 1, latest: at },
      { count: 0, latest: '' },
    ],
  },
  'crm-traces': { files: [{ path: 'C:\\a.log', at, size: 10, status: 'read', found: [1, 0] }] },
  'outlook-data-files': {
    users: [
      { sid: 'S-1-5-21-1-2-3-1001', status: 'counted', files: 61 },
      { sid: 'S-1-5-21-1-2-3-1002', status: 'unreadable', why: 'Access is denied' },
    ],
  },
  'process-memory': {
    samples: [{ at, processes: [{ pid: 6120, startedAt: at, privateBytes: 380_000_000 }] }],
  },
  'file-versions': {
    files: [
      { path: 'C:\\a.dll', status: 'present', version: '6.5.7226.0' },
      { path: 'C:\\b.dll', status: 'absent' },
      { path: 'C:\\c.dll', status: 'unreadable', why: 'Access is denied' },
    ],
  },
  'registry-tree': {
    exists: true,
    values: [{ key: 'a\\b', name: '', kind: 'REG_MULTI_SZ', data: ['x'] }],
    capped: false,
  },
  'registry-keys': { exists: true, keys: ['a', 'B'], capped: false },
  'pending-reboot': {
    sources: pendingRebootSources.map((source) => ({ source, answer: 'pending', detail: 'an update' })),
  },
  processes: {
    count: 1,
    processes: [
      {
        pid: 6120,
        name: 'OUTLOOK',
        session: 2,
        owner: 'CORP\\ann',
        sid: 'S-1-5-21-1-2-3-1104',
        startedAt: at,
        handles: 10412,
        workingSet: 412_000_000,
        privateBytes: 380_000_000,
      },
    ],
  },
};
const names = Object.keys(factTypes) as FactName[];

describe.each(names)('%s', (name) => {
  test('is read as it was answered', () => {
    expect(readFact(name, known(answers[name]))).toEqual({ known: true, at, value: answers[name] });
  });

  test('that could not be told stays so', () => {
    const unknown: Fact = { known: false, at, why: 'Access is denied' };
    expect(readFact(name, unknown)).toBe(unknown);
  });

  test('without one of its members could not be told, and says which', () => {
    for (const member of Object.keys(answers[name])) {
      const { [member]: _gone, ...rest } = answers[name];
      const reading = readFact(name, known(rest));
      expect(reading).toMatchObject({ known: false, at, why: expect.stringContaining(`${name}.${member}`) });
    }
  });

  /** Host data is never trusted: no answer throws, and none is half taken. */
  test('takes no other shape, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readFact(name, known(value as Json)).known).toBe(false);
      }),
    );
  });
});

test.each([
  ['os', { version: 'ten' }],
  ['os', { build: -1 }],
  ['powershell', { edition: 'ISE' }],
  ['service', { startedAt: 'yesterday' }],
  ['service', { startedAt: '2026-13-01T00:00:00Z' }],
  ['service', { pid: 1.5 }],
  ['service', { displayName: 'x'.repeat(513) }],
  ['service', { dependents: Array(1001).fill({ service: 'A', displayName: 'A', status: 'stopped' }) }],
  ['cluster', { maintenance: 'maybe' }],
  ['events', { count: 0 }],
  ['events', { count: 10_001 }],
  ['process-memory', { samples: [] }],
  ['event-texts', { found: [{ count: 1, latest: 'today' }] }],
  ['crm-traces', { files: [{ path: 'a', at, size: -1, status: 'read', found: [] }] }],
  ['outlook-data-files', { users: [{ sid: 'S-1', status: 'counted', files: -1 }] }],
  ['connections', { count: 100_001 }],
  ['connections', { groups: [{ state: 'TimeWait', pid: -1, process: '', count: 1, ports: 1 }] }],
  ['file-versions', { files: [{ path: 'a', status: 'present', version: '6.5' }] }],
  [
    'file-versions',
    {
      files: [
        { path: 'a', status: 'absent', version: 6 },
        { path: 'b', status: 'gone' },
      ],
    },
  ],
  ['registry-tree', { values: [{ key: '', name: 'a', kind: 'REG_SZ', data: 'x'.repeat(4097) }] }],
  ['registry-keys', { keys: Array(1001).fill('a') }],
] as [FactName, JsonObject][])('%s out of bounds could not be told: %j', (name, change) => {
  expect(readFact(name, known({ ...answers[name], ...change })).known).toBe(false);
});

test('a service without a known start is one', () => {
  expect(readFact('service', known({ ...answers.service, startedAt: '' })).known).toBe(true);
});
