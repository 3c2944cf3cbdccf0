import type { ConnectionsFact } from '../../model/connections.ts';
import { counted, printable } from '../../model/printable.ts';

/** A process with the local ports that it holds, most of them in `state`. */
export interface Holder {
  readonly pid: number;
  readonly process: string;
  readonly ports: number;
  readonly state: string;
  readonly portsInState: number;
}

export interface PortUse {
  /** Ports of outgoing and accepted connections, of all processes; of the shown groups when there are very many. */
  readonly ports: number;
  readonly waiting: number;
  /** Most ports first; without those in TimeWait, which no process holds any more. */
  readonly holders: readonly Holder[];
}

/** So much of the range in use is exhaustion without an event. */
export const EXHAUSTED_SHARE = 0.9;
const LISTENING = 'Listen';
const WAITING = 'TimeWait';

export function portUse({ groups }: ConnectionsFact): PortUse {
  const open = groups.filter(({ state }) => state !== LISTENING);
  const holders = new Map<number, Holder>();
  for (const { state, pid, process, ports } of open) {
    if (state === WAITING || pid === 0) continue;
    const holder = holders.get(pid) ?? { pid, process, ports: 0, state, portsInState: 0 };
    const isMost = ports > holder.portsInState;
    holders.set(pid, {
      ...holder,
      ports: holder.ports + ports,
      state: isMost ? state : holder.state,
      portsInState: isMost ? ports : holder.portsInState,
    });
  }
  return {
    ports: sum(open.map(({ ports }) => ports)),
    waiting: sum(open.filter(({ state }) => state === WAITING).map(({ ports }) => ports)),
    holders: [...holders.values()].sort((a, b) => b.ports - a.ports),
  };
}

/** `leaky (process 4242) holds 9000 ports, 8990 of them in CloseWait`. */
export const holderText = ({ pid, process, ports, state, portsInState }: Holder): string =>
  `${printable(process) || 'a program'} (process ${pid}) holds ${counted(ports, 'port')}, ${portsInState} of them in ${printable(state)}`;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
