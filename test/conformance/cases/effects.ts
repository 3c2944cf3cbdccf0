import type { Case } from '../case.ts';
import { has, last } from '../matchers.ts';
import { ask, begin, bye, hello, keep, stepLines, undo } from '../vocabulary.ts';

const restart = (service: string, answer: object, deadlineSeconds = 60) =>
  ask(
    'effect',
    { run: 'r1', id: 'e1', kind: 'service.restart', target: { service, deadlineSeconds } },
    answer,
  );
const standing = (...of: readonly (readonly [string, string])[]) =>
  of.map(([service, status]) => ({ service, status }));
const exchange = (transport = 'running', filter = transport, is = 'running') =>
  standing(
    ['MSExchangeFilter', filter],
    ['MSExchangePop3', 'stopped'],
    ['MSExchangeTransport', transport],
    ['MSExchangeIS', is],
  );
const refused = (name: string, service: string, host: Case['host'] = {}): Case => ({
  name: `restart refused, nothing done: ${name}`,
  host,
  steps: [begin('r1', []), restart(service, { error: 'effect-refused' }), keep('r1')],
  files: { 'r1\\steps.ndjson': stepLines(['kept', { notInForce: [] }]) },
  writes: 'none',
});
const failed = (name: string, host: NonNullable<Case['host']>, after: unknown, deadline = 60): Case => ({
  name: `restart failed: ${name}`,
  host,
  steps: [
    begin('r1', []),
    restart('MSExchangeIS', { error: 'effect-failed', data: { before: exchange(), after } }, deadline),
    keep('r1'),
  ],
  files: {
    'r1\\steps.ndjson': stepLines(
      [
        'effect-intended',
        {
          id: 'e1',
          kind: 'service.restart',
          target: { service: 'MSExchangeIS', deadlineSeconds: deadline },
          before: exchange(),
        },
      ],
      ['kept', { notInForce: [] }],
    ),
  },
});
const key = (path: string, values: Readonly<Record<string, string>> = {}) => ({
  path: `HKLM\\${path}`,
  values: Object.entries(values).map(([name, data]) => ({ name, kind: 'REG_SZ', data })),
});
const offline = 'SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline';
const dag = key('Cluster\\ExchangeActiveManager');

export const effectCases: readonly Case[] = [
  {
    name: 'restart: all that ran is stopped and started, what was stopped stays so',
    steps: [
      begin('r1', []),
      restart('msexchangeis', { reply: { before: exchange(), after: exchange() }, progress: 4 }),
      keep('r1'),
      ask(
        'observe',
        { questions: [{ fact: 'service', ask: { service: 'MSExchangeIS' } }] },
        {
          reply: { facts: [has({ value: has({ status: 'running', startType: 'delayed' }) })] },
        },
      ),
    ],
    settings: {
      services: {
        MSExchangeIS: { status: 'running' },
        MSExchangeTransport: { status: 'running' },
        MSExchangeFilter: { status: 'running' },
        MSExchangePop3: { status: 'stopped' },
        RpcSs: { status: 'running' },
      },
    },
    files: {
      'r1\\steps.ndjson': stepLines(
        [
          'effect-intended',
          {
            id: 'e1',
            kind: 'service.restart',
            target: { service: 'msexchangeis', deadlineSeconds: 60 },
            before: exchange(),
          },
        ],
        ['effect-done', { id: 'e1', after: exchange() }],
        ['kept', { notInForce: [] }],
      ),
    },
    writes: 'some',
  },
  {
    name: 'restart of a service without dependents',
    steps: [
      begin('r1', []),
      restart('Spooler', {
        reply: { before: standing(['Spooler', 'running']), after: standing(['Spooler', 'running']) },
      }),
      bye(has({ state: 'restored' })),
    ],
    settings: { services: { Spooler: { status: 'running' } } },
  },
  {
    name: 'an effect is not undone by the lease',
    steps: [
      begin('r1', []),
      restart('Spooler', {}),
      { close: 'stdin', notice: { undone: { state: 'restored', changes: [], services: [] } }, exit: 5 },
    ],
    settings: { services: { Spooler: { status: 'running' } } },
    files: { 'r1\\steps.ndjson': last(has({ step: 'restored' })) },
  },
  refused('a service that does not exist', 'Nobody'),
  refused('a service that does not run', 'MSExchangePop3'),
  refused('a service that is pending', 'Half', { services: [{ name: 'Half', status: 'start-pending' }] }),
  refused('a service that is disabled', 'Only', {
    services: [{ name: 'Only', status: 'running', startType: 'disabled' }],
  }),
  refused('a running dependent that is disabled', 'MSExchangeIS', {
    services: [{ name: 'MSExchangeTransport', startType: 'disabled' }],
  }),
  refused('a paused dependent', 'MSExchangeIS', { services: [{ name: 'MSExchangePop3', status: 'paused' }] }),
  refused('a pending dependent', 'MSExchangeIS', {
    services: [{ name: 'MSExchangeTransport', status: 'start-pending' }],
  }),
  refused('WinRM carries our own line', 'winrm', { services: [{ name: 'WinRM', status: 'running' }] }),
  refused('a dependent carries our own line', 'RpcSs', {
    services: [{ name: 'sshd', status: 'running', dependsOn: ['RpcSs'] }],
  }),
  refused('a cluster resource owns it', 'Spooler', {
    registry: [
      key('Cluster\\Resources\\a', { Name: 'Print', Type: 'Generic Service' }),
      key('Cluster\\Resources\\a\\Parameters', { ServiceName: 'spooler' }),
    ],
  }),
  refused('a cluster resource owns a dependent that would be stopped with it', 'MSExchangeIS', {
    registry: [
      key('Cluster\\Resources\\a', { Name: 'Mail', Type: 'Generic Service' }),
      key('Cluster\\Resources\\a\\Parameters', { ServiceName: 'msexchangefilter' }),
    ],
  }),
  refused('a node whose cluster service does not run', 'Spooler', {
    services: [{ name: 'ClusSvc', startType: 'auto' }],
  }),
  refused('a service that this account may not ask about', 'Spooler', {
    services: [{ name: 'Spooler', deny: 'read' }],
  }),
  refused('an Exchange cluster resource owns it', 'MSExchangeIS', {
    registry: [key('Cluster\\Resources\\a', { Name: 'IS', Type: 'Microsoft Exchange Information Store' })],
  }),
  refused('a cluster that cannot be read', 'Spooler', {
    registry: [{ ...key('Cluster\\Resources\\a', { Name: 'IS' }), deny: 'read' }],
  }),
  refused('a DAG member without component states', 'MSExchangeIS', { registry: [dag] }),
  refused('a DAG member that is not in maintenance', 'MSExchangeIS', {
    registry: [dag, key(offline, { Maintenance: '1:1:638' })],
  }),
  refused('a DAG member of which that cannot be told', 'MSExchangeIS', {
    registry: [dag, { ...key(offline, { Maintenance: '1:0:638' }), deny: 'read' }],
  }),
  {
    name: 'restart of a DAG member in maintenance',
    host: { registry: [dag, key(offline, { Maintenance: '1:0:638' })] },
    steps: [
      begin('r1', []),
      restart('MSExchangeIS', { reply: { before: exchange(), after: exchange() } }),
      keep('r1'),
    ],
  },
  {
    name: 'restart in a cluster that owns other services, and a dependent that does not run',
    host: {
      registry: [
        key('Cluster\\Resources\\a', { Name: 'Print', Type: 'Generic Service' }),
        key('Cluster\\Resources\\a\\Parameters', { ServiceName: 'Spooler' }),
        key('Cluster\\Resources\\b', { Name: 'POP3', Type: 'Generic Service' }),
        key('Cluster\\Resources\\b\\Parameters', { ServiceName: 'MSExchangePop3' }),
      ],
    },
    steps: [begin('r1', []), restart('MSExchangeIS', {}), keep('r1')],
  },
  failed(
    'a stop that hangs; the dependents cannot start on it, nothing is killed',
    { services: [{ name: 'MSExchangeIS', hangs: 'stop' }] },
    exchange('stopped', 'stopped', 'stop-pending'),
  ),
  failed(
    'a dependent that hangs; what was stopped runs again',
    { services: [{ name: 'MSExchangeTransport', hangs: 'stop' }] },
    exchange('stop-pending', 'stopped'),
  ),
  failed(
    'the first dependent hangs; nothing else was touched',
    { services: [{ name: 'MSExchangeFilter', hangs: 'stop' }] },
    exchange('running', 'stop-pending'),
  ),
  failed(
    'a stop later than its deadline is started again with the others',
    { services: [{ name: 'MSExchangeIS', stopSeconds: 8 }] },
    exchange(),
    5,
  ),
  failed(
    'the service does not start again',
    { services: [{ name: 'MSExchangeIS', fails: 'start' }] },
    exchange('stopped', 'stopped', 'stopped'),
  ),
  failed(
    'a start that hangs',
    { services: [{ name: 'MSExchangeIS', hangs: 'start' }] },
    exchange('start-pending', 'start-pending', 'start-pending'),
  ),
  failed(
    'a dependent does not start again',
    { services: [{ name: 'MSExchangeFilter', fails: 'start' }] },
    exchange('running', 'stopped'),
  ),
  {
    name: 'a failed effect leaves the run open, and the session goes on',
    host: { services: [{ name: 'Spooler', fails: 'start' }] },
    steps: [
      begin('r1', []),
      restart('Spooler', { error: 'effect-failed' }),
      hello(has({ lock: has({ run: 'r1' }) })),
      undo('r1', 'stuck', [], standing(['Spooler', 'stopped'])),
    ],
  },
];
