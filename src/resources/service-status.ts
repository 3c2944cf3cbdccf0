import { printable } from '../model/printable.ts';
import type { ResourceType, ServiceStatus } from '../model/resource.ts';
import { present } from '../model/state.ts';
import { foldCase } from '../model/windows-name.ts';
import { lifelineOf } from './line-services.ts';
import { refuseServiceName } from './service-name.ts';

export const serviceStatus: ResourceType<ServiceStatus> = {
  kind: 'service-status',
  identity: ({ service }) => foldCase(service),
  describe: ({ service }) => `status of the service ${printable(service)}`,
  describeState(state) {
    if (state.status === 'unreadable') return `could not be read: ${printable(state.why)}`;
    return state.status === 'absent' ? 'no such service' : printable(String(state.value));
  },
  refuse({ service }, want) {
    const refusal = refuseServiceName(service);
    if (refusal) return refusal;
    if (want.status !== 'present')
      return 'a service is neither made nor removed here; its status is running or stopped';
    return want.value === 'running' || want.value === 'stopped'
      ? undefined
      : `a service can be set to running or stopped, not to ${printable(JSON.stringify(want.value))}`;
  },
  after: (resource, observed, earlier) =>
    foldCase(resource.service) === foldCase(earlier.resource.service) ? earlier.after : observed,
  /** Windows takes its time: a set that was cut off, or given up, leaves the service on its way. */
  between: () => [present('stop-pending'), present('start-pending')],
  cutsLine({ service }, after) {
    if (after.status !== 'present' || after.value !== 'stopped') return undefined;
    const carries = lifelineOf(service);
    return carries ? `${carries}, so stopping it can cut our own line to the host` : 'it stops a service';
  },
};
