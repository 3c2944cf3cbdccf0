import type { RegistryKind } from '../model/resource.ts';
import { present, type State } from '../model/state.ts';
import type { SaidSubject, StatedState } from '../model/stated-state.ts';
import { quoted } from './mistake.ts';
import { mtuState, portRangeState } from './network-state.ts';
import { registryPath, usersPath } from './registry-path.ts';
import type { StateEntry } from './shape.ts';
import type { StateMistake } from './state-mistake.ts';

const kinds = {
  dword: 'REG_DWORD',
  qword: 'REG_QWORD',
  string: 'REG_SZ',
  'expand-string': 'REG_EXPAND_SZ',
  'multi-string': 'REG_MULTI_SZ',
  binary: 'REG_BINARY',
  none: 'REG_NONE',
} as const satisfies Partial<Record<keyof StateEntry, RegistryKind>>;
const wants = [...(Object.keys(kinds) as (keyof typeof kinds)[]), 'absent'] as const;
/** What an entry can be about, and the properties that go with it. Reason goes with all. */
const belongings = {
  registry: ['name', 'view', ...wants, 'restart', 'reboot', 'closed', 'sensitive'],
  users: ['name', ...wants, 'default-profile', 'sensitive'],
  service: ['status', 'start', 'sensitive'],
  ports: ['start', 'number'],
  mtu: ['interface', 'family'],
} as const satisfies Partial<Record<keyof StateEntry, readonly (keyof StateEntry)[]>>;
type Subject = keyof typeof belongings;
const subjects = Object.keys(belongings) as Subject[];

/** The normal form of one entry of `states:`, variables already in; calls `refuse` for each mistake, and is then empty. */
export function statedStates(
  entry: StateEntry,
  refuse: (mistake: StateMistake) => void,
): readonly StatedState<SaidSubject>[] {
  const said = subjects.filter((subject) => entry[subject] !== undefined);
  const [subject] = said;
  if (subject === undefined || said.length > 1) {
    const found = subject === undefined ? 'none of them' : said.join(' and ');
    refuse({ text: `found ${found}, expected exactly one of ${subjects.join(', ')}` });
    return [];
  }
  refuseForeign(entry, subject, refuse);
  if (subject === 'registry' || subject === 'users') return registryState(entry, subject, refuse);
  if (subject === 'service') return serviceStates(entry, refuse);
  const network = subject === 'ports' ? portRangeState(entry, refuse) : mtuState(entry, refuse);
  return network ? [stated(entry, network.resource, network.want)] : [];
}

/** Properties that belong to entries about something else. */
function refuseForeign(entry: StateEntry, subject: Subject, refuse: (mistake: StateMistake) => void): void {
  const own: readonly (keyof StateEntry)[] = belongings[subject];
  for (const property of new Set(subjects.flatMap((each) => belongings[each]))) {
    if (entry[property] === undefined || own.includes(property)) continue;
    const owner = subjects.filter((each) => (belongings[each] as readonly string[]).includes(property));
    const owners = owner.join(' or ');
    refuse({ property, text: `found ${property} without ${owners}; it belongs to a ${owners} entry` });
  }
}

function serviceStates(
  entry: StateEntry,
  refuse: (mistake: StateMistake) => void,
): readonly StatedState<SaidSubject>[] {
  const { service = '', start, status } = entry;
  if (/[\\/\0-\x1f]/.test(service))
    refuse({ property: 'service', text: `found ${quoted(service)}, expected the key name of a service` });
  if (start === undefined && status === undefined)
    refuse({ property: 'service', text: 'found neither status nor start, expected at least one of the two' });
  if (typeof start === 'number' || start?.startsWith('$'))
    refuse({
      property: 'start',
      text: `found ${quoted(start)}, expected auto, delayed, manual or disabled: it is a service's`,
    });
  return [
    ...(start !== undefined ? [stated(entry, { kind: 'service-start-type', service }, present(start))] : []),
    ...(status ? [stated(entry, { kind: 'service-status', service }, present(status))] : []),
  ];
}

function registryState(
  entry: StateEntry,
  subject: 'registry' | 'users',
  refuse: (mistake: StateMistake) => void,
): readonly StatedState<SaidSubject>[] {
  const path = subject === 'users' ? usersPath(entry.users ?? '') : registryPath(entry.registry ?? '');
  if ('refused' in path) refuse({ property: subject, text: path.refused });
  if (entry.name === undefined)
    refuse({
      property: subject,
      text: "found no name, expected the value's name ('' is the key's default value)",
    });
  if (entry.restart !== undefined && entry.reboot)
    refuse({
      property: 'reboot',
      text: 'found reboot and restart, expected one of them: Windows takes the service along',
    });
  const said = wants.filter((property) => entry[property] !== undefined);
  const [one] = said;
  if (one === undefined || said.length > 1) {
    const found = one === undefined ? 'none of them' : said.join(' and ');
    refuse({
      property: one ?? subject,
      text: `found ${found}, expected exactly one of ${wants.join(', ')}`,
    });
    return [];
  }
  const want =
    one === 'absent' ? ({ status: 'absent', missing: 'value' } as const) : data(entry, one, refuse);
  if ('refused' in path || want === undefined || entry.name === undefined) return [];
  const { hive, key } = path;
  const { name } = entry;
  if (subject === 'users') {
    const defaultProfile = entry['default-profile'] === true;
    return [stated(entry, { kind: 'users-registry-value', key, name, defaultProfile }, want)];
  }
  return [stated(entry, { kind: 'registry-value', hive, key, name, view: entry.view ?? 64 }, want)];
}

const stated = <Subject extends SaidSubject>(
  entry: StateEntry,
  resource: Subject,
  want: State,
): StatedState<Subject> => ({
  resource,
  want,
  reason: entry.reason,
  sensitive: entry.sensitive === true,
  ...(entry.restart === undefined ? {} : { restart: entry.restart }),
  ...(entry.reboot === undefined ? {} : { reboot: entry.reboot }),
  ...(entry.closed === undefined ? {} : { closed: entry.closed }),
});

function data(
  entry: StateEntry,
  property: keyof typeof kinds,
  refuse: (mistake: StateMistake) => void,
): State | undefined {
  const found = entry[property];
  const shown = entry.sensitive ? 'a value that is not shown' : quoted(found);
  const kind = kinds[property];
  if (property === 'dword' && typeof found !== 'number') {
    refuse({ property, text: `found ${shown}, expected a whole number from 0 to 4294967295` });
    return undefined;
  }
  if (property === 'qword') {
    const text = String(found).trim();
    const number = /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? BigInt(text) : -1n;
    if (number >= 0n && number < 2n ** 64n) return present({ kind, data: String(number) });
    refuse({ property, text: `found ${shown}, expected a whole number from 0 to 18446744073709551615` });
    return undefined;
  }
  if (property === 'binary' || property === 'none') {
    const hex = String(found).replace(/[\s,]/g, '').toLowerCase();
    if (/^([0-9a-f]{2})*$/.test(hex)) return present({ kind, data: hex });
    refuse({ property, text: `found ${shown}, expected pairs of hexadecimal digits, as '00 ff 1a'` });
    return undefined;
  }
  return present({ kind, data: found ?? '' });
}
