import type { HostChange } from './host-record.ts';
import type { RegistryData, RegistryValue, Resource } from './resource.ts';
import type { State } from './state.ts';

/** What a run touches in the registry, as it was before: text that `reg import` takes. Last change first, as an undo goes. */
export const regText = (changes: readonly HostChange[]): string =>
  regTextOf(changes.toReversed().map(({ id, resource, before }) => ({ id, resource, state: before })));

/** These states, in this order, as text that `reg import` takes; what is no registry value is left out. */
export function regTextOf(
  states: readonly { readonly id: string; readonly resource: Resource; readonly state: State }[],
): string {
  const sections = states.flatMap(({ id, resource, state }) => {
    if (resource.kind !== 'registry-value' || state.status === 'unreadable') return [];
    return isRegWritable(resource)
      ? ['', ...regLines(resource, state)]
      : ['', `; change ${id} has a name that cannot be written here`];
  });
  return lines(['Windows Registry Editor Version 5.00', ...sections]);
}

export const lines = (all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('');

function regLines(resource: RegistryValue, state: State): readonly string[] {
  const name = resource.name === '' ? '@' : quoted(resource.name);
  const data = state.status === 'present' ? regData(state.value as unknown as RegistryData) : '-';
  const created = state.status === 'absent' ? state.from : undefined;
  return [
    `[${regPath(resource, resource.key)}]`,
    `${name}=${data}`,
    // To delete a key takes away what others put into it, too: a person has to look first.
    ...(created === undefined ? [] : ['; when it is empty:', `;[-${regPath(resource, created)}]`]),
  ];
}

const roots = { HKLM: 'HKEY_LOCAL_MACHINE', HKU: 'HKEY_USERS' } as const;

/** From the side of a 64-bit Windows, which is where a person imports it. */
export function regPath({ hive, view }: RegistryValue, key: string): string {
  const redirected = hive === 'HKLM' && view === 32 && /^software\\(?!wow6432node(\\|$))/i.test(key);
  return `${roots[hive]}\\${redirected ? `${key.slice(0, 9)}Wow6432Node\\${key.slice(9)}` : key}`;
}

function regData({ kind, data }: RegistryData): string {
  if (kind === 'REG_DWORD') return `dword:${Number(data).toString(16).padStart(8, '0')}`;
  if (kind === 'REG_SZ' && isRegText(String(data))) return quoted(String(data));
  if (kind === 'REG_QWORD') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(String(data)));
    return `hex(b):${wrapped(bytes)}`;
  }
  if (kind === 'REG_MULTI_SZ' && typeof data === 'object')
    return `hex(7):${wrapped(wide(`${data.map((text) => `${text}\0`).join('')}\0`))}`;
  if (kind === 'REG_SZ') return `hex(1):${wrapped(wide(`${data}\0`))}`;
  if (kind === 'REG_EXPAND_SZ') return `hex(2):${wrapped(wide(`${data}\0`))}`;
  return `${kind === 'REG_NONE' ? 'hex(0)' : 'hex'}:${wrapped(Buffer.from(String(data), 'hex'))}`;
}

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

const wrapped = (bytes: Buffer): string =>
  (bytes.toString('hex').match(/.{1,40}/g) ?? [])
    .map((row) => (row.match(/../g) ?? []).join(','))
    .join(',\\\r\n  ');

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export const isRegWritable = ({ key, name }: RegistryValue): boolean => isRegText(key) && isRegText(name);

/** No control characters, and none that is half of one. */
const isRegText = (text: string): boolean =>
  text.isWellFormed() && [...text].every((character) => character >= ' ' && character !== '\u007f');
