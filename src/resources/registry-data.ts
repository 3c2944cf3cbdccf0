import { isPlainObject, type Json } from '../model/json.ts';
import { printable, shortened } from '../model/printable.ts';
import type { RegistryData, RegistryKind } from '../model/resource.ts';

/** Both states of a change travel in one request line of 4 MB; Windows itself advises files for anything above 2 KB. */
const MAXIMUM_BYTES = 256 * 1024;
const SHOWN_CHARACTERS = 120;

/** What is wrong with data of each kind, or undefined. */
const refusals: { readonly [K in RegistryKind]: (data: unknown) => string | undefined } = {
  REG_SZ: refuseText,
  REG_EXPAND_SZ: refuseText,
  REG_MULTI_SZ: refuseList,
  REG_DWORD: (data) =>
    typeof data === 'number' && Number.isInteger(data) && data >= 0 && data <= 0xffffffff
      ? undefined
      : 'needs a whole number from 0 to 4294967295',
  REG_QWORD: (data) =>
    typeof data === 'string' && /^(0|[1-9]\d{0,19})$/.test(data) && BigInt(data) < 1n << 64n
      ? undefined
      : 'needs a whole number from 0 to 18446744073709551615, as decimal text',
  REG_BINARY: refuseHex,
  REG_NONE: refuseHex,
};

/** What is wrong with this as the data of a registry value, for the person who asked; undefined when nothing is. */
export const refuseRegistryData = (value: Json): string | undefined =>
  refuseShape(value) ?? refuseSize(value as unknown as RegistryData);

function refuseSize({ kind, data }: RegistryData): string | undefined {
  return bytesOf(data) > MAXIMUM_BYTES ? `${kind} may have at most 256 KB here` : undefined;
}

function refuseShape(value: Json): string | undefined {
  if (!isPlainObject(value)) return 'a registry value is a kind and its data';
  const extra = Object.keys(value).find((member) => member !== 'kind' && member !== 'data');
  if (extra !== undefined) return `a registry value is a kind and its data, without ${JSON.stringify(extra)}`;
  const { kind, data } = value;
  if (typeof kind !== 'string' || !isRegistryKind(kind))
    return `the kind is one of ${Object.keys(refusals).join(', ')}, not ${printable(JSON.stringify(kind ?? null))}`;
  const refusal = refusals[kind](data);
  return refusal ? `${kind} ${refusal}` : undefined;
}

/** For people: the kind, numbers decimal and hexadecimal, text quoted and escaped, long data cut with its length. */
export function describeRegistryData(value: Json): string {
  if (refuseShape(value) !== undefined) return shortened(printable(JSON.stringify(value)), SHOWN_CHARACTERS);
  const { kind, data } = value as unknown as RegistryData;
  if (kind === 'REG_DWORD' || kind === 'REG_QWORD')
    return `${kind} ${data} (0x${BigInt(data as string | number).toString(16)})`;
  if (kind === 'REG_BINARY' || kind === 'REG_NONE') return `${kind} ${describeBytes(String(data))}`;
  if (typeof data === 'object')
    return `${kind} [${cut(data.map(quoted).join(', '), `${data.length} lines`)}]`;
  return `${kind} ${quoted(String(data))}`;
}

const isRegistryKind = (kind: string): kind is RegistryKind => Object.hasOwn(refusals, kind);

function refuseText(data: unknown): string | undefined {
  return typeof data === 'string' ? undefined : 'needs text';
}

function refuseList(data: unknown): string | undefined {
  if (!Array.isArray(data) || !data.every((line) => typeof line === 'string')) return 'needs a list of texts';
  if (data.some((line) => line === '')) return 'cannot hold an empty line: it would end the list';
  return data.some((line) => line.includes('\0'))
    ? 'cannot hold a line with a NUL: it would be two'
    : undefined;
}

function refuseHex(data: unknown): string | undefined {
  return typeof data === 'string' && /^([0-9a-f]{2})*$/.test(data)
    ? undefined
    : 'needs lower-case hexadecimal, two digits a byte';
}

function bytesOf(data: unknown): number {
  if (Array.isArray(data)) return data.reduce((sum: number, line) => sum + bytesOf(line) + 2, 0);
  return typeof data === 'string' ? data.length * 2 : 0;
}

function describeBytes(hex: string): string {
  if (hex === '') return '(empty)';
  return cut(hex.replace(/(..)(?=.)/g, '$1 '), `${hex.length / 2} bytes`);
}

const quoted = (text: string): string => `"${cut(printable(text), `${text.length} characters`)}"`;

const cut = (text: string, length: string): string =>
  text.length <= SHOWN_CHARACTERS ? text : `${shortened(text, SHOWN_CHARACTERS)} (${length})`;
