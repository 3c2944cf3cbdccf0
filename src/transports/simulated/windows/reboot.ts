import { type Session, WindowsRefusal } from '../state/work.ts';
import { forgetMounts } from './hives.ts';
import { requestStart, settleServices } from './services.ts';

/** Long enough for every service to come up. */
const BOOT_SECONDS = 300;

/** Windows starts afresh: no process is left, and each service stands as its start type brings it up. */
export function reboot(session: Session): void {
  const { state } = session;
  state.processes = [];
  delete state.shutdown;
  forgetMounts(state);
  for (const service of state.services) {
    Object.assign(service, { status: 'stopped', pid: 0, startedAt: '' });
    delete service.until;
  }
  // What only the active store held is gone; what an adapter brings along nobody here knows.
  for (const { ipv4, ipv6 } of state.interfaces ?? [])
    for (const mtu of [ipv4, ipv6]) if (mtu) mtu.active = mtu.persistent ?? mtu.active;
  for (const { name, startType } of state.services)
    if (['boot', 'system', 'auto', 'delayed'].includes(startType)) startUnlessRefused(session, name);
  // What a guard's registration had begun to count is lost; it counts from the start of Windows.
  for (const task of state.tasks ?? []) task.at = session.now();
  // Never in the very moment that something else was told of.
  const moments = state.clock === undefined ? 1 : 10_000;
  state.bootedAt = new Date(Date.parse(session.now()) + moments).toISOString();
  if (state.clock !== undefined)
    state.clock = new Date(Date.parse(state.clock) + BOOT_SECONDS * 1000).toISOString();
  settleServices(session);
}

function startUnlessRefused(session: Session, name: string): void {
  try {
    // Another one may have brought it along.
    if (session.state.services.some((each) => each.name === name && each.status === 'stopped'))
      requestStart(session, name);
  } catch (error) {
    if (!(error instanceof WindowsRefusal)) throw error;
  }
}

/**
 * A restart that was asked for strikes when its time has come and somebody looks. A host with a clock of its own, which nothing moves
 * between two lines, goes down as soon as nobody speaks to it.
 */
export function strikeShutdown(session: Session, isAlone: boolean): boolean {
  const { state } = session;
  if (!state.shutdown) return false;
  const { at } = state.shutdown;
  if (isAlone && state.clock !== undefined && Date.parse(state.clock) < Date.parse(at)) state.clock = at;
  if (Date.parse(at) > Date.parse(session.now())) return false;
  reboot(session);
  return true;
}
