import type { InterfacesFact } from '../../../model/interfaces-fact.ts';
import { isPlainObject } from '../../../model/json.ts';
import type { InterfaceMtu } from '../../../model/resource.ts';
import { present, type State, sameState } from '../../../model/state.ts';
import type { HostState, MtuEntry } from '../state/state.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';

export function readMtu(state: HostState, resource: InterfaceMtu): State {
  const entry = entryOf(state, resource);
  if (!entry) return { status: 'absent', missing: 'interface' };
  if (entry.deny === 'read') return { status: 'unreadable', why: 'Access is denied.' };
  return mtu(entry.active, entry.persistent);
}

/** The persistent store first, for it takes the active one along. Nothing takes a value out of it again. */
export function* writeMtu({ state }: Session, resource: InterfaceMtu, want: State): Work<void> {
  const value = want.status === 'present' && isPlainObject(want.value) ? want.value : {};
  const { active, persistent } = value;
  if (!isSize(active) || (persistent !== null && !isSize(persistent)))
    throw new WindowsRefusal('an MTU is an active number and a persistent one, which may be not set');
  const found = entryOf(state, resource);
  if (!found)
    throw new WindowsRefusal(`There is no interface ${resource.interface} with ${resource.family}.`);
  const isPartly = persistent === null && found.persistent !== null;
  const lasting = isPartly ? active : persistent;
  if (lasting !== found.persistent && lasting !== null) {
    setMtu(state, resource, lasting, 'persistent');
    yield { kind: 'flushed' };
  }
  if (entryOf(state, resource)?.active !== active) {
    setMtu(state, resource, active, 'active');
    yield { kind: 'flushed' };
  }
  if (isPartly)
    throw new WindowsRefusal(
      `Reversible: partly. The persistent store cannot be put back to not set; it holds ${lasting}.`,
    );
}

/** On the way to either state: an undo goes the other way. */
export function mtusBetween(before: State, after: State): readonly State[] {
  const [was, becomes] = [mtuIn(before), mtuIn(after)];
  if (!was || !becomes) return [];
  const ways = [[was, becomes] as const, [becomes, was] as const].flatMap(([from, to]) => {
    const lasting = to.persistent ?? to.active;
    return [mtu(from.active, lasting), mtu(lasting, lasting)];
  });
  return [...ways, mtu(becomes.active, was.persistent)];
}

/** The active store alone, where that is something else than both ends. */
export function mtuTrial(before: State, after: State): State | undefined {
  const [was, becomes] = [mtuIn(before), mtuIn(after)];
  if (!was || !becomes) return undefined;
  const trial = mtu(becomes.active, was.persistent);
  return sameState(trial, before) || sameState(trial, after) ? undefined : trial;
}

export const interfacesFact = ({ interfaces = [] }: HostState): InterfacesFact => ({
  interfaces: interfaces
    .map(({ index, alias, description, kind, ipv4, ipv6 }) => ({
      index,
      alias,
      description,
      kind,
      families: [...(ipv4 ? (['IPv4'] as const) : []), ...(ipv6 ? (['IPv6'] as const) : [])],
    }))
    .sort((left, right) => left.index - right.index),
});

/** Takes what netsh takes. */
function setMtu(
  state: HostState,
  resource: InterfaceMtu,
  size: number,
  store: 'active' | 'persistent',
): void {
  const entry = entryOf(state, resource);
  if (!entry) return;
  if (entry.deny !== undefined) throw new WindowsRefusal('Access is denied.');
  if (size < (resource.family === 'IPv4' ? 576 : 1280) || size > 65535)
    throw new WindowsRefusal('The parameter is incorrect.');
  entry.active = size;
  if (store === 'persistent') entry.persistent = size;
  state.writes += 1;
}

const entryOf = (state: HostState, resource: InterfaceMtu): MtuEntry | undefined =>
  state.interfaces?.find(({ index }) => index === resource.interface)?.[
    resource.family === 'IPv4' ? 'ipv4' : 'ipv6'
  ];

const mtu = (active: number, persistent: number | null): State => present({ active, persistent });

const mtuIn = (state: State): MtuEntry | undefined =>
  state.status === 'present' && isPlainObject(state.value) ? (state.value as unknown as MtuEntry) : undefined;

const isSize = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0xffffffff;
