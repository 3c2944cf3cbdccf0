import type { ConnectionsFact } from '../../../model/connections.ts';
import type { HostState } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';

const COUNTED = 100_000;
const GROUPS_SHOWN = 500;

/** Connections by state and owner; the most numerous first. */
export function connectionsFact({
  connections = [],
  connectionsUnreadable,
  processes,
}: HostState): ConnectionsFact {
  if (connectionsUnreadable !== undefined) throw new WindowsRefusal(connectionsUnreadable);
  const groups = new Map<string, { state: string; pid: number; count: number; ports: Set<number> }>();
  let left = COUNTED;
  for (const { state, pid, port, count } of connections) {
    const key = `${state} ${pid ?? 0}`;
    const taken = Math.min(count, left);
    if (taken === 0) continue;
    left -= taken;
    const group = groups.get(key) ?? { state, pid: pid ?? 0, count: 0, ports: new Set<number>() };
    group.count += taken;
    for (let at = 0; at < taken; at += 1) group.ports.add(port + at);
    groups.set(key, group);
  }
  const owners = connections.every(({ pid }) => pid !== null);
  const nameOf = (pid: number): string =>
    owners ? (processes.findLast((process) => process.pid === pid)?.name ?? '') : '';
  const sorted = [...groups.values()].sort(
    (a, b) => b.count - a.count || a.pid - b.pid || (a.state < b.state ? -1 : 1),
  );
  const total = connections.reduce((sum, { count }) => sum + count, 0);
  return {
    count: Math.min(total, COUNTED),
    capped: total > COUNTED,
    owners,
    groups: sorted.slice(0, GROUPS_SHOWN).map(({ state, pid, count, ports }) => ({
      state,
      pid,
      process: nameOf(pid),
      count,
      ports: ports.size,
    })),
    groupsLeft: Math.max(0, sorted.length - GROUPS_SHOWN),
  };
}
