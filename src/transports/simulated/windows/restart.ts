import type { RestartResult, RestartTarget, ServiceStanding } from '../../../model/effect.ts';
import { HostError } from '../../../model/errors.ts';
import type { ClusterFact } from '../../../model/fact.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { clusterFact } from './cluster.ts';
import {
  dependentsOf,
  findService,
  hiddenWhy,
  requestStart,
  requestStop,
  settleServices,
  waitForService,
} from './services.ts';

/** Services that carry the line we speak on. */
const ourLine = ['WinRM', 'sshd'];

/** The standing of the service and its dependents, or `effect-refused`: from here on nothing has been done. */
export function prepareRestart(session: Session, target: RestartTarget): readonly ServiceStanding[] {
  settleServices(session);
  const { state } = session;
  const why = refusal(state, target.service);
  if (why !== undefined) throw new HostError('effect-refused', why);
  return standing(state, target.service);
}

/** Stop farthest first, start in reverse, exactly what had run; `effect-failed` with what is there now. */
export function* restart(
  session: Session,
  target: RestartTarget,
  before: readonly ServiceStanding[],
): Work<RestartResult> {
  const running = before.filter(({ status }) => status === 'running').map(({ service }) => service);
  const stopped: string[] = [];
  let failure: string | undefined;
  for (const service of running) {
    failure = yield* attempt(session, service, 'stopped', target.deadlineSeconds);
    if (failure === undefined || (yield* stoppedLate(session, service, target.deadlineSeconds)))
      stopped.push(service);
    if (failure !== undefined) break;
  }
  for (const service of stopped.toReversed()) {
    const why = yield* attempt(session, service, 'running', target.deadlineSeconds);
    failure ??= why;
  }
  const after = standing(session.state, target.service);
  const same = after.every(({ status }, index) => status === before[index]?.status);
  if (failure === undefined && same) return { before, after };
  throw new HostError('effect-failed', failure ?? 'The services do not stand as they were recorded.', {
    before,
    after,
  });
}

/** What a restart that was cut off had found running, running again; each as it stands then. */
export function* bringBack(
  session: Session,
  { deadlineSeconds }: RestartTarget,
  before: readonly ServiceStanding[],
): Work<readonly ServiceStanding[]> {
  const ran = before.filter(({ status }) => status === 'running').map(({ service }) => service);
  for (const service of ran.toReversed()) {
    if (findService(session.state, service)?.status === 'stop-pending')
      yield* waitForService(session, service, 'stopped', deadlineSeconds);
    yield* attempt(session, service, 'running', deadlineSeconds);
  }
  return ran.map((service) => ({ service, status: findService(session.state, service)?.status ?? 'absent' }));
}

/** A stop that came too late is a stop all the same: given as long again, so that it can be started with the others. */
function* stoppedLate(session: Session, service: string, deadlineSeconds: number): Work<boolean> {
  if (findService(session.state, service)?.status !== 'stop-pending') return false;
  return yield* waitForService(session, service, 'stopped', deadlineSeconds);
}

function* attempt(
  session: Session,
  service: string,
  wanted: 'running' | 'stopped',
  deadlineSeconds: number,
): Work<string | undefined> {
  try {
    settleServices(session);
    // A start may have brought this one along: it depends on nothing that is not up, so it is no failure.
    if (findService(session.state, service)?.status !== wanted) {
      if (wanted === 'stopped') requestStop(session, service);
      else requestStart(session, service);
    }
    yield { kind: 'flushed' };
    if (yield* waitForService(session, service, wanted, deadlineSeconds)) return undefined;
    return `${service} is not ${wanted} after ${deadlineSeconds} seconds; nothing was killed.`;
  } catch (error) {
    if (error instanceof WindowsRefusal) return error.message;
    throw error;
  }
}

function standing(state: HostState, name: string): readonly ServiceStanding[] {
  const service = findService(state, name);
  const involved = service ? [...dependentsOf(state, name), service] : [];
  return involved.map((each) => ({ service: each.name, status: each.status }));
}

function refusal(state: HostState, name: string): string | undefined {
  const service = findService(state, name);
  if (!service) return `The service ${name} does not exist.`;
  const hidden = hiddenWhy(service);
  if (hidden) return `Whether it may be restarted cannot be told: ${hidden}`;
  if (service.status !== 'running') return `${service.name} is ${service.status}, not running.`;
  const dependents = dependentsOf(state, name);
  const unsettled = dependents.find(({ status }) => status !== 'running' && status !== 'stopped');
  if (unsettled) return `Its dependent ${unsettled.name} is ${unsettled.status}.`;
  const involved = [service, ...dependents];
  const disabled = involved.find(({ status, startType }) => status === 'running' && startType === 'disabled');
  if (disabled) return `${disabled.name} is disabled: it could not be started again.`;
  const line = involved.find((each) => ourLine.some((carrier) => sameName(carrier, each.name)));
  if (line) return `${line.name} carries our own line.`;
  return clusterRefusal(
    state,
    involved.filter(({ status }) => status === 'running').map((each) => each.name),
  );
}

/** The cluster takes a stop that is not its own for a failure, of a dependent as well. */
function clusterRefusal(state: HostState, stopped: readonly string[]): string | undefined {
  let cluster: ClusterFact;
  try {
    cluster = clusterFact(state);
  } catch (error) {
    if (error instanceof WindowsRefusal)
      return `Whether it may be restarted cannot be told: ${error.message}`;
    throw error;
  }
  const owner = cluster.resources.find(({ service }) => stopped.some((name) => sameName(service, name)));
  if (owner) return `The cluster resource ${owner.name} owns ${owner.service}.`;
  if (cluster.dag && cluster.maintenance !== 'in')
    return `A member of a database availability group is restarted in maintenance only (now: ${cluster.maintenance}).`;
  return undefined;
}
