import { UsageError } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { didYouMean } from '../model/nearest.ts';
import { printable, shortened } from '../model/printable.ts';
import type { Parameter, Remedy } from '../model/remedy.ts';
import { readStatedStates } from './vocabulary/read-stated-states.ts';

/**
 * The parameters of a remedy as given, checked, with the defaults of those left out. `where` is said in front of a refusal of a
 * parameter: file and line, or the option.
 */
export function readParameters(
  remedy: Pick<Remedy, 'name' | 'parameters'>,
  given: JsonObject,
  where: string | ((parameter: string) => string),
): JsonObject {
  const said = typeof where === 'string' ? () => where : where;
  const known = Object.keys(remedy.parameters);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `${said(unknown)}: ${remedy.name} has no parameter ${quoted(unknown)}${didYouMean(unknown, known) || `; it has ${known.join(', ')}`}`,
    );
  return Object.fromEntries(
    Object.entries(remedy.parameters).map(([name, parameter]) => [
      name,
      checked(parameter, given[name] ?? parameter.default, {
        name: `${remedy.name}.${name}`,
        where: `${said(name)}: ${remedy.name}: ${name}`,
      }),
    ]),
  );
}

const TEXT_CHARACTERS = 260;

function checked(
  parameter: Parameter,
  value: Json | undefined,
  { name, where }: { readonly name: string; readonly where: string },
): Json {
  if (value === undefined || value === null) {
    const next = parameter.type === 'states' ? '' : `; say --set ${name}=..., or set it in the inventory`;
    throw new UsageError(`${where} is missing: ${parameter.title}${next}`);
  }
  const refusal = refusalOfValue(parameter, value);
  if (refusal) throw new UsageError(`${where}: ${refusal}`);
  return value;
}

/** What is wrong with one value, for somebody who has just been asked for it; undefined when nothing is. */
export const refusalOfValue = (parameter: Parameter, value: Json): string | undefined =>
  types[parameter.type](parameter, value);

/** What is wrong with a value of each type of parameter, or undefined. */
const types: {
  readonly [T in Parameter['type']]: (parameter: Parameter, value: Json) => string | undefined;
} = {
  integer({ minimum, maximum, among, why }, value) {
    const bounds =
      among?.join(' or ') ??
      `a whole number from ${minimum ?? Number.MIN_SAFE_INTEGER} to ${maximum ?? Number.MAX_SAFE_INTEGER}`;
    if (typeof value !== 'number' || !Number.isSafeInteger(value))
      return `expected ${bounds}, found ${quoted(value)}`;
    const within = value >= (minimum ?? value) && value <= (maximum ?? value);
    return within && (among?.includes(value) ?? true)
      ? undefined
      : `expected ${bounds}, found ${value}. ${why}`;
  },
  text(_parameter, value) {
    const isText =
      typeof value === 'string' && value.length <= TEXT_CHARACTERS && !/[\u0000-\u001f]/.test(value);
    return isText
      ? undefined
      : `expected a text of at most ${TEXT_CHARACTERS} characters, found ${quoted(value)}`;
  },
  /** A host's name or its IP address; nothing that a line to copy could take for anything else. */
  address(_parameter, value) {
    if (typeof value === 'string' && /^[A-Za-z0-9_]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?$/.test(value)) return;
    return `expected the name of a host or an IP address, found ${quoted(value)}`;
  },
  states(_parameter, value) {
    const states = readStatedStates(value);
    return 'refused' in states ? states.refused : undefined;
  },
};

const quoted = (value: Json): string => shortened(printable(JSON.stringify(value)), 80);
