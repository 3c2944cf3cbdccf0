import { foldCase, sameName } from '../../../model/windows-name.ts';
import type { HostState, Service } from '../state/state.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';

/** What the service control manager does. Everything takes the state anew: time may have passed. */
export const findService = (state: HostState, name: string): Service | undefined =>
  state.services.find((service) => sameName(service.name, name));

/** Why the status of a service that is there is not told. */
export const hiddenWhy = ({ name, deny }: Service): string | undefined =>
  deny && `The status of ${name} cannot be told: this account may not ask for it.`;

/** Ends the pending states whose time has come. */
export function settleServices(session: Session): void {
  const now = Date.parse(session.now());
  for (const service of session.state.services) {
    if (service.until === undefined || Date.parse(service.until) > now) continue;
    if (service.status === 'stop-pending') becomeStopped(session.state, service);
    else if (service.status === 'start-pending') becomeRunning(session, service);
    delete service.until;
  }
}

/** Every service that depends on this one, however far away, in the order in which a stop has to take them. */
export function dependentsOf(state: HostState, name: string): readonly Service[] {
  const distance = new Map<Service, number>();
  const visit = (of: string, depth: number): void => {
    for (const service of state.services) {
      if (!service.dependsOn.some((needed) => sameName(needed, of))) continue;
      if (depth > state.services.length || (distance.get(service) ?? 0) >= depth) continue;
      distance.set(service, depth);
      visit(service.name, depth + 1);
    }
  };
  visit(name, 1);
  return [...distance]
    .sort(([a, near], [b, far]) => far - near || (foldCase(a.name) < foldCase(b.name) ? -1 : 1))
    .map(([service]) => service);
}

export function requestStop(session: Session, name: string): void {
  const service = existing(session.state, name);
  if (service.status !== 'running' && service.status !== 'paused')
    throw new WindowsRefusal(`${service.name} is ${service.status} and cannot accept a stop now.`);
  const active = dependentsOf(session.state, name).find((dependent) => dependent.status !== 'stopped');
  if (active)
    throw new WindowsRefusal(
      `A stop was sent to ${service.name} on which the running ${active.name} depends.`,
    );
  session.state.writes += 1;
  if (service.hangs === 'stop') service.status = 'stop-pending';
  else if (service.stopSeconds) pend(session, service, 'stop-pending', service.stopSeconds);
  else becomeStopped(session.state, service);
}

/** Starts the service and, before it, what it depends on. */
export function requestStart(session: Session, name: string): void {
  const service = existing(session.state, name);
  if (service.status !== 'stopped')
    throw new WindowsRefusal(`${service.name} is ${service.status} and cannot be started.`);
  if (service.startType === 'disabled') throw new WindowsRefusal(`${service.name} is disabled.`);
  if (service.fails === 'start') throw new WindowsRefusal(`${service.name} did not start.`);
  let ready = Date.parse(session.now());
  let hangs = service.hangs === 'start';
  for (const needed of service.dependsOn.filter((dependency) => !dependency.startsWith('+'))) {
    const dependency = existing(session.state, needed);
    if (dependency.status === 'stopped') requestStart(session, needed);
    if (dependency.status === 'start-pending') {
      if (dependency.until === undefined) hangs = true;
      else ready = Math.max(ready, Date.parse(dependency.until));
    } else if (dependency.status !== 'running')
      throw new WindowsRefusal(
        `${service.name} depends on ${dependency.name}, which is ${dependency.status}.`,
      );
  }
  session.state.writes += 1;
  const seconds = (ready - Date.parse(session.now())) / 1000 + (service.startSeconds ?? 0);
  if (hangs) service.status = 'start-pending';
  else if (seconds > 0) pend(session, service, 'start-pending', seconds);
  else becomeRunning(session, service);
}

/** Waits in slices of a second; false when the service is not there yet after `deadlineSeconds`. */
export function* waitForService(
  session: Session,
  name: string,
  wanted: 'running' | 'stopped',
  deadlineSeconds: number,
): Work<boolean> {
  const step = `${wanted === 'stopped' ? 'stopping' : 'starting'} ${name}`;
  for (let seconds = 0; ; seconds += 1) {
    settleServices(session);
    const service = findService(session.state, name);
    if (service?.status === wanted) return true;
    if (seconds >= deadlineSeconds || !service?.status.endsWith('-pending')) return false;
    yield { kind: 'second', step, seconds };
  }
}

function existing(state: HostState, name: string): Service {
  const service = findService(state, name);
  if (!service) throw new WindowsRefusal(`The service ${name} does not exist.`);
  return service;
}

function pend(session: Session, service: Service, status: string, seconds: number): void {
  service.status = status;
  service.until = new Date(Date.parse(session.now()) + seconds * 1000).toISOString();
}

function becomeStopped(state: HostState, service: Service): void {
  const { pid } = service;
  Object.assign(service, { status: 'stopped', pid: 0, startedAt: '' });
  if (state.services.some((other) => other.pid === pid)) return;
  state.processes = state.processes.filter((process) => process.pid !== pid);
}

function becomeRunning(session: Session, service: Service): void {
  const pid = nextPid(session.state);
  Object.assign(service, { status: 'running', pid, startedAt: session.now() });
  session.state.processes.push({ pid, name: service.name, startedAt: service.startedAt });
}

/** The highest pid that anything on the host has, and one more. */
export function nextPid(state: HostState): number {
  const inUse = [...state.processes, ...state.services].map(({ pid }) => pid);
  // Never one of an ended process: with a clock that stands still, it would be taken for that process.
  state.lastPid = 1 + Math.max(state.lastPid ?? 0, ...inUse);
  return state.lastPid;
}
