import type { ConnectionsFact } from '../../model/connections.ts';
import type { EventsFact, OsFact, Question } from '../../model/fact.ts';
import { isPlainObject } from '../../model/json.ts';
import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { PortRange, TcpPortRange } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import { dwordIn } from '../vocabulary/dword-value.ts';
import { rebootQuestions } from '../vocabulary/reboot-wish.ts';
import { maxUserPort } from '../vocabulary/tcpip-parameters.ts';
import { isBefore } from '../vocabulary/windows-release.ts';

/** 4227: an endpoint that was used a moment ago is not given out again; 4231: no port is left. */
const EVENT_IDS = [4227, 4231] as const;
export const ipv4Range: TcpPortRange = { kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' };
export const ipv6Range: TcpPortRange = { kind: 'tcp-port-range', family: 'IPv6', protocol: 'TCP' };

/** Before Vista: from 1025 to MaxUserPort, which is 5000 unless it is set. */
const OLD_START = 1025;
const OLD_END = 5000;

const labelOf = (id: number): string => `events ${id}`;

export const questions = (hours: number): Readonly<Record<string, Question>> => ({
  ...rebootQuestions,
  connections: { fact: 'connections', ask: {} },
  ...Object.fromEntries(
    EVENT_IDS.map((id): readonly [string, Question] => [
      labelOf(id),
      { fact: 'events', ask: { log: 'System', provider: 'Tcpip', id, hours, newest: 1 } },
    ]),
  ),
});

export interface Observed {
  readonly os: OsFact;
  /** Windows XP and Server 2003, where MaxUserPort is the range. */
  readonly isOld: boolean;
  readonly connections: ConnectionsFact;
  /** When they were counted, by the host's clock. */
  readonly at: string;
  readonly events: readonly { readonly id: number; readonly count: number; readonly latest: string }[];
  readonly range: PortRange;
  readonly ranges: readonly { readonly resource: TcpPortRange; readonly range: PortRange }[];
  /** As it stands in the registry, on a Windows that has another place for it. */
  readonly strayMaxUserPort: State | undefined;
}

/** Everything the judgement rests on, or what of it could not be read. */
export function observe(evidence: Evidence): Observed | { readonly unknown: string } {
  const os = evidence.fact('os', 'os');
  if (!os.known) return { unknown: `the version of Windows could not be told: ${printable(os.why)}` };
  const counted: Observed['events'][number][] = [];
  for (const id of EVENT_IDS) {
    const events = evidence.fact('events', labelOf(id));
    if (!events.known)
      return { unknown: `events ${id} of Tcpip could not be read: ${printable(events.why)}` };
    if (events.value.count > 0) counted.push({ id, ...summary(events.value) });
  }
  const connections = evidence.fact('connections', 'connections');
  if (!connections.known)
    return { unknown: `the TCP connections could not be counted: ${printable(connections.why)}` };
  const isOld = isBefore(os.value, '6.0');
  const old = evidence.state(maxUserPort);
  if (isOld && old.status === 'unreadable')
    return { unknown: `${evidence.describe(maxUserPort)} could not be read: ${printable(old.why)}` };
  const ranges: Observed['ranges'][number][] = [];
  for (const resource of isOld ? [] : [ipv4Range, ipv6Range]) {
    const state = evidence.state(resource);
    if (state.status === 'unreadable')
      return { unknown: `${evidence.describe(resource)} could not be read: ${printable(state.why)}` };
    const range = rangeIn(state);
    if (range) ranges.push({ resource, range });
  }
  const range = isOld ? oldRange(old) : ranges[0]?.range;
  if (!range) return { unknown: `${evidence.describe(ipv4Range)} is not there` };
  return {
    os: os.value,
    isOld,
    connections: connections.value,
    at: connections.at,
    events: counted,
    range,
    ranges,
    strayMaxUserPort: !isOld && old.status === 'present' ? old : undefined,
  };
}

const summary = ({ count, newest }: EventsFact) => ({ count, latest: newest[0]?.at ?? '' });

const oldRange = (state: State): PortRange => {
  const end = dwordIn(state) ?? OLD_END;
  return { start: OLD_START, number: Math.max(1, end - OLD_START + 1) };
};

const rangeIn = (state: State): PortRange | undefined =>
  state.status === 'present' && isPlainObject(state.value)
    ? { start: Number(state.value.start), number: Number(state.value.number) }
    : undefined;
