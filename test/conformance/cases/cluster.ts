import type { Case, Step } from '../case.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const cluster = 'HKLM\\Cluster';
const key = (path: string, values: Readonly<Record<string, string>> = {}) => ({
  path,
  values: Object.entries(values).map(([name, data]) => ({ name, kind: 'REG_SZ', data })),
});
const offline = 'HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline';
const maintenance = (
  about: string,
  values: Readonly<Record<string, string>>,
  is: string,
): readonly Step[] => [
  { rival: { registry: [key(offline, values)] } },
  { about, ...observe('cluster', {}, known({ member: true, resources: [], dag: true, maintenance: is })) },
];

export const clusterCases: readonly Case[] = [
  {
    name: 'cluster: none',
    steps: [observe('cluster', {}, known({ member: false, resources: [], dag: false, maintenance: 'none' }))],
    writes: 'none',
  },
  {
    name: 'cluster: resources in the order of their ids, with the services that they own',
    host: {
      registry: [
        key(`${cluster}\\Resources\\b1`, {
          Name: 'Exchange IS (EVS1)',
          Type: 'Microsoft Exchange Information Store',
        }),
        key(`${cluster}\\Resources\\A0`, { Name: 'Spooler role', Type: 'Generic Service' }),
        key(`${cluster}\\Resources\\A0\\Parameters`, { ServiceName: 'Spooler' }),
        key(`${cluster}\\Resources\\c2`, { Name: 'Cluster IP', Type: 'IP Address' }),
      ],
    },
    steps: [
      observe(
        'cluster',
        {},
        known({
          member: true,
          resources: [
            { name: 'Spooler role', type: 'Generic Service', service: 'Spooler' },
            {
              name: 'Exchange IS (EVS1)',
              type: 'Microsoft Exchange Information Store',
              service: 'MSExchangeIS',
            },
            { name: 'Cluster IP', type: 'IP Address', service: '' },
          ],
          dag: false,
          maintenance: 'none',
        }),
      ),
    ],
  },
  {
    name: 'cluster: a hive that may not be read is not no cluster',
    host: { registry: [{ ...key(`${cluster}\\Resources\\a`, { Name: 'x' }), deny: 'read' }] },
    steps: [observe('cluster', {}, notKnown)],
  },
  {
    name: 'cluster: a node whose cluster service does not run has no hive to read, and is not no node',
    host: { services: [{ name: 'ClusSvc', startType: 'auto' }] },
    steps: [
      observe('cluster', {}, notKnown),
      { rival: { services: [{ name: 'ClusSvc', startType: 'disabled' }] } },
      {
        about: 'the feature alone, in no cluster',
        ...observe('cluster', {}, known({ member: false, resources: [], dag: false, maintenance: 'none' })),
      },
    ],
    writes: 'none',
  },
  {
    name: 'cluster: a DAG member is in maintenance when one requester says so',
    host: { registry: [key(`${cluster}\\ExchangeActiveManager`)] },
    steps: [
      ...maintenance('one requester is enough', { Maintenance: '1:0:638', Functional: '1:1:638' }, 'in'),
      ...maintenance('by word', { Maintenance: '1:Inactive:638' }, 'in'),
      ...maintenance('all say active', { Maintenance: '1:1:638', HealthApi: '1:Active:638' }, 'out'),
      ...maintenance('a state nobody knows', { Maintenance: '1:7:638' }, 'unknown'),
      ...maintenance('nobody has said', {}, 'unknown'),
    ],
    writes: 'none',
  },
];
