import { isPlainObject } from '../../../model/json.ts';
import type { TcpPortRange } from '../../../model/resource.ts';
import { present, type State } from '../../../model/state.ts';
import type { HostState, PortRangeEntry } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';

/** What Windows gives out where nobody set anything. */
const UNTOUCHED = { start: 49152, number: 16384 };

export function readPortRange(state: HostState, resource: TcpPortRange): State {
  const { start, number, deny } = entryOf(state, resource);
  if (deny === 'read') return { status: 'unreadable', why: 'Access is denied.' };
  return present({ start, number });
}

/** Takes what netsh takes. */
export function writePortRange(state: HostState, resource: TcpPortRange, want: State): void {
  const value = want.status === 'present' && isPlainObject(want.value) ? want.value : {};
  const { start, number } = value;
  if (!isPort(start) || !isPort(number))
    throw new WindowsRefusal('dynamic ports are a start and a number, both whole numbers');
  const entry = entryOf(state, resource);
  if (entry.deny !== undefined) throw new WindowsRefusal('Access is denied.');
  if (start < 1025 || number < 255 || start + number - 1 > 65535)
    throw new WindowsRefusal('The parameter is incorrect.');
  state.portRanges = [
    ...(state.portRanges ?? []).filter((each) => !isOf(each, resource)),
    { ...entry, start, number },
  ];
  state.writes += 1;
}

const entryOf = (state: HostState, { family, protocol }: TcpPortRange): PortRangeEntry =>
  state.portRanges?.find((entry) => isOf(entry, { family, protocol })) ?? { family, protocol, ...UNTOUCHED };

const isOf = (
  entry: PortRangeEntry,
  { family, protocol }: Pick<TcpPortRange, 'family' | 'protocol'>,
): boolean => entry.family === family && entry.protocol === protocol;

const isPort = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
