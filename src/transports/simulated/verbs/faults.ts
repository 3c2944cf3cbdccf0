import { sameJson } from '../../../model/json.ts';
import type { RegistryData, Resource } from '../../../model/resource.ts';
import { present, type State } from '../../../model/state.ts';
import type { Fault, HostState } from '../state/state.ts';
import type { Session, Work } from '../state/work.ts';
import { writeState } from '../windows/resources.ts';

/** The fault that this request (the `count`-th of its verb in this session) is to show; a fault for once is used up by it. */
export function takeFault(state: HostState, verb: string, count: number): Fault | undefined {
  const fault = state.faults?.find((each) => each.verb === verb && (each.nth ?? count) === count);
  if (fault?.once) state.faults = state.faults?.filter((each) => each !== fault) ?? [];
  return fault;
}

/** After a set that is to lie or to differ: something else stands there. */
export function* showOther(session: Session, resource: Resource, want: State): Work<void> {
  if (session.fault !== 'lie' && session.fault !== 'differ') return;
  yield* writeState(session, resource, otherThan(resource, want));
}

function otherThan(resource: Resource, want: State): State {
  if (resource.kind === 'service-status')
    return present(want.status === 'present' && want.value === 'running' ? 'stopped' : 'running');
  if (resource.kind === 'service-start-type')
    return present(want.status === 'present' && want.value === 'manual' ? 'auto' : 'manual');
  if (resource.kind === 'tcp-port-range') {
    const differs = want.status === 'present' && sameJson(want.value, { start: 1025, number: 255 });
    return present({ start: 1025, number: differs ? 256 : 255 });
  }
  if (resource.kind === 'interface-mtu') {
    const differs = want.status === 'present' && sameJson(want.value, { active: 1300, persistent: 1300 });
    return present({ active: differs ? 1301 : 1300, persistent: 1300 });
  }
  if (want.status !== 'present') return present({ kind: 'REG_SZ', data: 'something else' });
  const { kind, data } = want.value as unknown as RegistryData;
  if (typeof data === 'number') return present({ kind, data: data === 0 ? 1 : data - 1 });
  if (kind === 'REG_QWORD') return present({ kind, data: data === '0' ? '1' : '0' });
  if (kind === 'REG_BINARY' || kind === 'REG_NONE') return present({ kind, data: `${String(data)}00` });
  return present({ kind, data: typeof data === 'string' ? `${data}~` : [...data, '~'] });
}
