import type { ClusterFact } from '../../../model/fact.ts';
import type { RegistryValue } from '../../../model/resource.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';
import { readRegistryValue } from './registry.ts';
import { keyExists, listedKey, subkeys } from './registry-tree.ts';
import { findService } from './services.ts';

/** Read from the registry alone: the cluster's own hive, and the component states of Exchange 2013 and later. */
export function clusterFact(state: HostState): ClusterFact {
  const member = keyExists(state, ['HKLM', 'Cluster']);
  const startType = findService(state, 'ClusSvc')?.startType;
  if (!member && (startType === 'auto' || startType === 'delayed'))
    throw new WindowsRefusal(
      'ClusSvc starts automatically, as on a node of a failover cluster, and has not loaded HKLM\\Cluster: it does not run, and what the cluster owns cannot be told',
    );
  const resources = subkeys(state, ['HKLM', 'Cluster', 'Resources']).map((id) => {
    const key = `Cluster\\Resources\\${id}`;
    const type = text(state, key, 'Type');
    return { name: text(state, key, 'Name'), type, service: serviceOf(state, key, type) };
  });
  return {
    member,
    resources,
    dag: keyExists(state, ['HKLM', 'Cluster', 'ExchangeActiveManager']),
    maintenance: maintenance(state),
  };
}

const exchangeTypes: readonly (readonly [string, string])[] = [
  ['Microsoft Exchange Information Store', 'MSExchangeIS'],
  ['Microsoft Exchange System Attendant', 'MSExchangeSA'],
];

function serviceOf(state: HostState, key: string, type: string): string {
  const named = text(state, `${key}\\Parameters`, 'ServiceName');
  return named || (exchangeTypes.find(([name]) => sameName(name, type))?.[1] ?? '');
}

function maintenance(state: HostState): ClusterFact['maintenance'] {
  const key = 'SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline';
  const path = ['HKLM', ...key.split('\\')];
  if (!keyExists(state, path)) return 'none';
  const listed = listedKey(state, path);
  if (!listed || listed.deny === 'read' || listed.values.length === 0) return 'unknown';
  const states = listed.values.map(({ data }) => String(data).split(':')[1] ?? '');
  if (states.some((word) => word === '0' || sameName(word, 'Inactive'))) return 'in';
  return states.every((word) => word === '1' || sameName(word, 'Active')) ? 'out' : 'unknown';
}

function text(state: HostState, key: string, name: string): string {
  const value: RegistryValue = { kind: 'registry-value', hive: 'HKLM', key, name, view: 64 };
  const read = readRegistryValue(state, value);
  if (read.status === 'unreadable') throw new WindowsRefusal(read.why);
  if (read.status === 'absent') return '';
  const { data } = read.value as { data: unknown };
  return typeof data === 'string' ? data : '';
}
