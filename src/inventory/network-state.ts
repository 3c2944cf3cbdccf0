import type { Resource } from '../model/resource.ts';
import { present, type State } from '../model/state.ts';
import { quoted } from './mistake.ts';
import type { StateEntry } from './shape.ts';
import type { StateMistake } from './state-mistake.ts';

type Refuse = (mistake: StateMistake) => void;
type Wanted = { readonly resource: Resource; readonly want: State };

/** The end of the range is judged with it: one of the two numbers alone says nothing. */
export function portRangeState(entry: StateEntry, refuse: Refuse): Wanted | undefined {
  const [family, protocol] = (entry.ports ?? '').split('/');
  const { start, number } = entry;
  if (typeof start !== 'number')
    refuse({
      property: start === undefined ? 'ports' : 'start',
      text: `found ${start === undefined ? 'no start' : quoted(start)}, expected the first port, from 1025 to 65281`,
    });
  if (typeof number !== 'number')
    refuse({ property: 'ports', text: 'found no number, expected how many ports there are, at least 255' });
  if (typeof start !== 'number' || typeof number !== 'number') return undefined;
  if (start + number > 65536)
    refuse({
      property: 'number',
      text: `found ${number} ports from ${start} on, expected an end at 65535 or below; it is ${start + number - 1}`,
    });
  const resource: Resource = {
    kind: 'tcp-port-range',
    family: family === 'ipv6' ? 'IPv6' : 'IPv4',
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
  };
  return { resource, want: present({ start, number }) };
}

/** Stated for good: in force now, and after every boot. */
export function mtuState(entry: StateEntry, refuse: Refuse): Wanted | undefined {
  const { mtu, interface: index, family } = entry;
  if (typeof index !== 'number')
    refuse({
      property: 'mtu',
      text: 'found no interface, expected the index of one, as Get-NetIPInterface tells',
    });
  if (family === undefined)
    refuse({ property: 'mtu', text: 'found no family, expected ipv4 or ipv6: each has an MTU of its own' });
  if (typeof mtu !== 'number' || typeof index !== 'number' || family === undefined) return undefined;
  if (family === 'ipv6' && mtu < 1280)
    refuse({ property: 'mtu', text: `found ${mtu}, expected 1280 or above: IPv6 needs that much` });
  return {
    resource: { kind: 'interface-mtu', interface: index, family: family === 'ipv6' ? 'IPv6' : 'IPv4' },
    want: present({ active: mtu, persistent: mtu }),
  };
}
