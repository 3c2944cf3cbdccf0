import type { Resource, ResourceKind, ResourceType } from '../model/resource.ts';
import { interfaceMtu } from './interface-mtu.ts';
import { registryValue } from './registry-value.ts';
import { serviceStartType } from './service-start-type.ts';
import { serviceStatus } from './service-status.ts';
import { tcpPortRange } from './tcp-port-range.ts';
import { userRegistryValue } from './user-registry-value.ts';

/** The table of resources: one entry for every kind that the model names. */
export const resourceTypes: {
  readonly [K in ResourceKind]: ResourceType<Extract<Resource, { kind: K }>>;
} = {
  'registry-value': registryValue,
  'user-registry-value': userRegistryValue,
  'service-status': serviceStatus,
  'service-start-type': serviceStartType,
  'tcp-port-range': tcpPortRange,
  'interface-mtu': interfaceMtu,
};

/** The entry for this resource; hand it resources of the same kind only. */
export const resourceType = (resource: Resource): ResourceType => resourceTypes[resource.kind];
