import { printable } from '../model/printable.ts';
import type { ResourceType, ServiceStartType, StartType } from '../model/resource.ts';
import { present } from '../model/state.ts';
import { foldCase } from '../model/windows-name.ts';
import { lifelineOf } from './line-services.ts';
import { refuseServiceName } from './service-name.ts';

/** What a start type is called on the screens of Windows, and whether it can be set: boot and system are for drivers. */
const startTypes: { readonly [T in StartType]: { readonly shown: string; readonly settable: boolean } } = {
  auto: { shown: 'automatic', settable: true },
  delayed: { shown: 'automatic (delayed start)', settable: true },
  manual: { shown: 'manual', settable: true },
  disabled: { shown: 'disabled', settable: true },
  boot: { shown: 'boot (a driver)', settable: false },
  system: { shown: 'system (a driver)', settable: false },
};

export const serviceStartType: ResourceType<ServiceStartType> = {
  kind: 'service-start-type',
  identity: ({ service }) => foldCase(service),
  describe: ({ service }) => `start type of the service ${printable(service)}`,
  describeState(state) {
    if (state.status === 'unreadable') return `could not be read: ${printable(state.why)}`;
    if (state.status === 'absent') return 'no such service';
    return isStartType(state.value) ? startTypes[state.value].shown : printable(JSON.stringify(state.value));
  },
  refuse({ service }, want) {
    const refusal = refuseServiceName(service);
    if (refusal) return refusal;
    if (want.status !== 'present') return 'a service is neither made nor removed here; say how it starts';
    return isStartType(want.value) && startTypes[want.value].settable
      ? undefined
      : `a service starts as auto, delayed, manual or disabled, not ${printable(JSON.stringify(want.value))}`;
  },
  after: (resource, observed, earlier) =>
    foldCase(resource.service) === foldCase(earlier.resource.service) ? earlier.after : observed,
  /** Delayed is automatic first and delayed then. */
  between: (_resource, before, after) =>
    [before, after].some((state) => state.status === 'present' && state.value === 'delayed') &&
    ![before, after].some((state) => state.status === 'present' && state.value === 'auto')
      ? [present('auto')]
      : [],
  cutsLine({ service }, after) {
    const carries = lifelineOf(service);
    if (!carries || after.status !== 'present') return undefined;
    if (after.value !== 'manual' && after.value !== 'disabled') return undefined;
    return `${carries}; a start that is not automatic can cut our own line to the host at its next boot`;
  },
};

const isStartType = (value: unknown): value is StartType =>
  typeof value === 'string' && Object.hasOwn(startTypes, value);
