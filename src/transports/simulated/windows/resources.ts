import { HostError } from '../../../model/errors.ts';
import type { HostChange } from '../../../model/host-record.ts';
import type {
  InterfaceMtu,
  RegistryValue,
  Resource,
  TcpPortRange,
  UserRegistryValue,
} from '../../../model/resource.ts';
import { type Absent, present, type State } from '../../../model/state.ts';
import { foldCase } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { mtusBetween, mtuTrial, readMtu, writeMtu } from './interfaces.ts';
import { readPortRange, writePortRange } from './port-ranges.ts';
import { readRegistryValue, writeRegistryValue } from './registry.ts';
import {
  findService,
  hiddenWhy,
  requestStart,
  requestStop,
  settleServices,
  waitForService,
} from './services.ts';
import { readUserValue, writeUserValue } from './user-registry.ts';

/** The pieces of Windows state the host knows: how each is read and set, and what a set cut off in the middle can leave. */
interface Kind<R extends Resource> {
  read(state: HostState, resource: R): State;
  write(session: Session, resource: R, want: State): Work<void>;
  between(resource: R, before: State, after: State): readonly State[];
  /** Left out: no change of it is tried first. */
  trial?(before: State, after: State): State | undefined;
  identity(resource: R): string;
}

const SET_DEADLINE_SECONDS = 120;
/** boot and system are for drivers: nobody wishes for them, but a driver that was disabled goes back to its own. */
const START_TYPES = ['auto', 'delayed', 'manual', 'disabled', 'boot', 'system'];
const noService: Absent = { status: 'absent', missing: 'service' };

const registryValue: Kind<RegistryValue> = {
  read: readRegistryValue,
  write: ({ state }, resource, want) => writeRegistryValue(state, resource, want),
  between: registryBetween,
  identity: ({ hive, key, name, view }) => `${hive}/${view}/${foldCase(`${key}\\${name}`)}`,
};

function registryBetween({ key }: { readonly key: string }, ...states: readonly State[]): readonly State[] {
  const absent = states.find((state) => state.status === 'absent' && state.from !== undefined);
  if (absent?.status !== 'absent' || absent.from === undefined) return [];
  const names = key.split('\\');
  const deeper = names.map((_name, index) => names.slice(0, index + 1).join('\\'));
  return [
    ...deeper
      .slice(absent.from.split('\\').length)
      .map((from): State => ({ status: 'absent', missing: 'key', from })),
    { status: 'absent', missing: 'value' },
  ];
}

const userRegistryValue: Kind<UserRegistryValue> = {
  read: readUserValue,
  write: ({ state }, resource, want) => writeUserValue(state, resource, want),
  between: registryBetween,
  identity: ({ sid, profile, key, name }) => foldCase(`${sid}/${profile}/${key}\\${name}`),
};

const serviceStatus: Kind<Resource & { kind: 'service-status' }> = {
  read: (state, resource) => {
    const service = findService(state, resource.service);
    if (!service) return noService;
    const hidden = hiddenWhy(service);
    return hidden ? { status: 'unreadable', why: hidden } : present(service.status);
  },
  *write(session, { service }, want) {
    const wanted = want.status === 'present' ? want.value : undefined;
    if (wanted !== 'running' && wanted !== 'stopped')
      throw new WindowsRefusal('a service can be set to running or stopped only');
    yield* comeToRest(session, service);
    if (findService(session.state, service)?.status === wanted) return;
    if (wanted === 'stopped') requestStop(session, service);
    else requestStart(session, service);
    yield { kind: 'flushed' };
    if (!(yield* waitForService(session, service, wanted, SET_DEADLINE_SECONDS)))
      throw new WindowsRefusal(`${service} is not ${wanted} after ${SET_DEADLINE_SECONDS} seconds.`);
  },
  between: () => [present('stop-pending'), present('start-pending')],
  identity: ({ service }) => foldCase(service),
};

/** Only an undo comes upon a service that a set left on its way. */
function* comeToRest(session: Session, service: string): Work<void> {
  const status = findService(session.state, service)?.status;
  const rest = { 'stop-pending': 'stopped', 'start-pending': 'running' } as const;
  if (status !== 'stop-pending' && status !== 'start-pending') return;
  if (!(yield* waitForService(session, service, rest[status], SET_DEADLINE_SECONDS)))
    throw new WindowsRefusal(
      `${service} is still ${status} after waiting up to ${SET_DEADLINE_SECONDS} seconds.`,
    );
}

const serviceStartType: Kind<Resource & { kind: 'service-start-type' }> = {
  read: (state, resource) => {
    const service = findService(state, resource.service);
    return service ? present(service.startType) : noService;
  },
  *write(session, resource, want) {
    const service = findService(session.state, resource.service);
    const wanted = want.status === 'present' ? want.value : undefined;
    if (!service) throw new WindowsRefusal(`The service ${resource.service} does not exist.`);
    if (typeof wanted !== 'string' || !START_TYPES.includes(wanted))
      throw new WindowsRefusal('not a start type');
    if (wanted === 'delayed') {
      setStartType(session.state, resource.service, 'auto');
      yield { kind: 'flushed' };
    }
    setStartType(session.state, resource.service, wanted);
  },
  between: (_resource, ...states) =>
    states.some((state) => state.status === 'present' && state.value === 'delayed') ? [present('auto')] : [],
  identity: ({ service }) => foldCase(service),
};

const tcpPortRange: Kind<TcpPortRange> = {
  read: readPortRange,
  *write({ state }, resource, want) {
    writePortRange(state, resource, want);
    yield { kind: 'flushed' };
  },
  between: () => [],
  identity: ({ family, protocol }) => `${family}/${protocol}`,
};

const interfaceMtu: Kind<InterfaceMtu> = {
  read: readMtu,
  write: writeMtu,
  between: (_resource, before, after) => mtusBetween(before, after),
  trial: mtuTrial,
  identity: ({ interface: index, family }) => `${index}/${family}`,
};

/** Windows keeps `delayed` apart from `auto`: two writes. */
function setStartType(state: HostState, name: string, startType: string): void {
  const service = findService(state, name);
  if (!service) return;
  service.startType = startType;
  state.writes += 1;
}

const kinds: { readonly [K in Resource['kind']]: Kind<Resource & { kind: K }> } = {
  'registry-value': registryValue,
  'user-registry-value': userRegistryValue,
  'service-status': serviceStatus,
  'service-start-type': serviceStartType,
  'tcp-port-range': tcpPortRange,
  'interface-mtu': interfaceMtu,
};

export const resourceKinds: readonly string[] = Object.keys(kinds);

/** One entry for any resource: which one a resource is for is what `kind` says. */
const kindOf = (resource: Resource): Kind<Resource> => kinds[resource.kind] as unknown as Kind<Resource>;

export function readState(session: Session, resource: Resource): State {
  settleServices(session);
  return kindOf(resource).read(session.state, resource);
}

export const writeState = (session: Session, resource: Resource, want: State): Work<void> =>
  kindOf(resource).write(session, resource, want);

export const statesBetween = (resource: Resource, before: State, after: State): readonly State[] =>
  kindOf(resource).between(resource, before, after);

/** Where a trial of this change ends; undefined: it is set at once or not at all. */
export const trialOf = ({ resource, before, after }: HostChange): State | undefined =>
  kindOf(resource).trial?.(before, after);

export const identityOf = (resource: Resource): string =>
  `${resource.kind}:${kindOf(resource).identity(resource)}`;

export function refuseUnknownKind(kind: string, known: readonly string[]): void {
  if (!known.includes(kind))
    throw new HostError('unknown-kind', `This host knows ${known.join(', ')}, not ${JSON.stringify(kind)}.`);
}
