import { isPlainObject } from '../model/json.ts';
import { printable } from '../model/printable.ts';
import type { InterfaceMtu, Mtu, ResourceType } from '../model/resource.ts';
import { present, type State, sameState } from '../model/state.ts';

/** What every IPv4 host has to take in one piece (RFC 791), and every IPv6 link has to carry (RFC 8200). */
const LEAST = { IPv4: 576, IPv6: 1280 } as const;
/** The length field of an IP packet; adapters take less, and Windows tells. */
const MOST = 65535;

export const interfaceMtu: ResourceType<InterfaceMtu> = {
  kind: 'interface-mtu',
  identity: ({ interface: index, family }) => `${index}/${family}`,
  describe: ({ interface: index, family }) => `MTU of interface ${index} (${family})`,
  describeState(state) {
    if (state.status === 'unreadable') return `could not be read: ${printable(state.why)}`;
    if (state.status === 'absent') return 'no such interface';
    if (!isMtu(state.value)) return printable(JSON.stringify(state.value));
    const { active, persistent } = state.value;
    return `${active} active, ${persistent === null ? 'not set' : persistent} persistent`;
  },
  refuse({ interface: index, family }, want) {
    if (!Number.isSafeInteger(index) || index < 1)
      return `an interface is told by its index, a whole number above 0, not ${printable(String(index))}`;
    if (want.status !== 'present' || !isMtu(want.value))
      return 'an MTU is an active number and a persistent one (null: not set), both whole numbers';
    const { active, persistent } = want.value;
    const wrong = [active, persistent ?? active].find((size) => size < LEAST[family] || size > MOST);
    return wrong === undefined
      ? undefined
      : `an MTU of ${family} is from ${LEAST[family]} to ${MOST}, not ${wrong}`;
  },
  after: (resource, observed, earlier) =>
    interfaceMtu.identity(resource) === interfaceMtu.identity(earlier.resource) ? earlier.after : observed,
  /** The persistent store is set first and takes the active one along; then that is set apart. So goes an undo, too. */
  between(_resource, before, after) {
    const [was, becomes] = [mtuOf(before), mtuOf(after)];
    if (!was || !becomes) return [];
    const trial = mtu(becomes.active, was.persistent);
    return [...onTheWay(was, becomes), ...onTheWay(becomes, was), trial].filter(
      (state) => !sameState(state, before) && !sameState(state, after),
    );
  },
  /** The active store alone: a boot begins with the persistent one. */
  trial(before, after) {
    const [was, becomes] = [mtuOf(before), mtuOf(after)];
    if (!was || !becomes || was.active === becomes.active || was.persistent === becomes.persistent)
      return undefined;
    return mtu(becomes.active, was.persistent);
  },
  /** Nothing takes a value out of the persistent store again: what was in force lasts instead. */
  backTo(before, after) {
    const [was, becomes] = [mtuOf(before), mtuOf(after)];
    return was?.persistent === null && becomes && becomes.persistent !== null
      ? mtu(was.active, was.active)
      : before;
  },
  cutsLine: () => 'it sets the MTU of a network interface, so changing it can cut our own line to the host',
};

const mtu = (active: number, persistent: number | null): State => present({ active, persistent });

function onTheWay(from: Mtu, to: Mtu): readonly State[] {
  const persistent = to.persistent ?? to.active;
  return [mtu(from.active, persistent), mtu(persistent, persistent)];
}

const mtuOf = (state: State): Mtu | undefined =>
  state.status === 'present' && isMtu(state.value) ? state.value : undefined;

function isMtu(value: unknown): value is Mtu {
  if (!isPlainObject(value) || Object.keys(value).length !== 2) return false;
  const { active, persistent } = value;
  return Number.isSafeInteger(active) && (persistent === null || Number.isSafeInteger(persistent));
}
