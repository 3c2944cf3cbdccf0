import { isPlainObject } from '../model/json.ts';
import { printable } from '../model/printable.ts';
import type { PortRange, ResourceType, TcpPortRange } from '../model/resource.ts';

/** Source: KB929851 (The default dynamic port range for TCP/IP has changed): what netsh takes. */
const FIRST_PORT = 1025;
const FEWEST_PORTS = 255;
const LAST_PORT = 65535;

export const tcpPortRange: ResourceType<TcpPortRange> = {
  kind: 'tcp-port-range',
  identity: ({ family, protocol }) => `${family}/${protocol}`,
  describe: ({ family, protocol }) => `dynamic port range of ${protocol} over ${family}`,
  describeState(state) {
    if (state.status === 'unreadable') return `could not be read: ${printable(state.why)}`;
    if (state.status === 'absent') return 'no such ports';
    if (!isPortRange(state.value)) return printable(JSON.stringify(state.value));
    const { start, number } = state.value;
    return `${start} to ${start + number - 1} (${number} ports)`;
  },
  refuse(_resource, want) {
    if (want.status !== 'present' || !isPortRange(want.value))
      return 'dynamic ports are a first port (start) and how many there are (number), both whole numbers';
    const { start, number } = want.value;
    if (start < FIRST_PORT) return `dynamic ports start at ${FIRST_PORT} or above, not at ${start}`;
    if (number < FEWEST_PORTS) return `Windows needs at least ${FEWEST_PORTS} dynamic ports, not ${number}`;
    const end = start + number - 1;
    return end > LAST_PORT
      ? `${number} ports from ${start} on end at ${end}; the last port is ${LAST_PORT}`
      : undefined;
  },
  after: (resource, observed, earlier) =>
    tcpPortRange.identity(resource) === tcpPortRange.identity(earlier.resource) ? earlier.after : observed,
  /** Start and number are set in one call. */
  between: () => [],
  /** Connections that stand keep their port, and ours ends at a listener's. */
  cutsLine: () => undefined,
};

const isPortRange = (value: unknown): value is PortRange =>
  isPlainObject(value) &&
  Object.keys(value).length === 2 &&
  Number.isSafeInteger(value.start) &&
  Number.isSafeInteger(value.number);
