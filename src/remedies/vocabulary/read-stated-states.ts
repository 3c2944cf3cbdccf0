import { isPlainObject, type Json } from '../../model/json.ts';
import type { ResourceKind } from '../../model/resource.ts';
import type { SaidSubject, StatedState, UsersRegistryValue } from '../../model/stated-state.ts';

type Refusal = string | undefined;
type Members = Readonly<Record<string, (value: unknown) => boolean>>;

const text = (value: unknown): boolean => typeof value === 'string';
const word = (value: unknown): boolean => typeof value === 'string' && value !== '';
const is =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);

const service: Members = { kind: word, service: word };
const resources: { readonly [K in ResourceKind | UsersRegistryValue['kind']]: Members } = {
  'registry-value': { kind: word, hive: is('HKLM', 'HKU'), key: word, name: text, view: is(32, 64) },
  'user-registry-value': { kind: word, sid: word, profile: word, key: word, name: text },
  'users-registry-value': { kind: word, key: word, name: text, defaultProfile: is(true, false) },
  'service-status': service,
  'service-start-type': service,
  'interface-mtu': {
    kind: word,
    interface: (value) => Number.isSafeInteger(value),
    family: is('IPv4', 'IPv6'),
  },
  'tcp-port-range': { kind: word, family: is('IPv4', 'IPv6'), protocol: is('TCP', 'UDP') },
};

/** Whether Windows can hold what is wanted is the resource's own to say; here it only has to be a state. */
const wants: Readonly<Record<string, Members>> = {
  absent: { status: word, missing: is('value') },
  present: { status: word, value: (value) => text(value) || isPlainObject(value) },
};

/** The list as it is, or what is wrong with it and where: `2.resource.view`. Values are not repeated, some are sensitive. */
export function readStatedStates(
  value: Json,
): readonly StatedState<SaidSubject>[] | { readonly refused: string } {
  if (!Array.isArray(value) || value.length === 0)
    return { refused: 'expected a list of at least one state' };
  for (const [index, entry] of value.entries()) {
    const refused = refuseEntry(entry, String(index));
    if (refused) return { refused };
  }
  return value as unknown as readonly StatedState<SaidSubject>[];
}

function refuseEntry(entry: unknown, at: string): Refusal {
  if (!isPlainObject(entry)) return `${at}: expected a state`;
  const { resource, want, restart, reboot, closed, ...rest } = entry;
  return (
    refuseVariant(resource, 'kind', resources, `${at}.resource`) ??
    refuseVariant(want, 'status', wants, `${at}.want`) ??
    (restart === undefined || word(restart) ? undefined : `${at}.restart: expected the name of a service`) ??
    (closed === undefined || word(closed) ? undefined : `${at}.closed: expected the name of a program`) ??
    (reboot === undefined || reboot === true ? undefined : `${at}.reboot: expected true`) ??
    refuseMembers(rest, { reason: word, sensitive: is(true, false) }, at)
  );
}

/** An object whose member `tag` says which members it has. */
function refuseVariant(
  value: unknown,
  tag: string,
  variants: Readonly<Record<string, Members>>,
  at: string,
): Refusal {
  const said = isPlainObject(value) ? value[tag] : undefined;
  const members = typeof said === 'string' && Object.hasOwn(variants, said) ? variants[said] : undefined;
  if (!isPlainObject(value) || !members)
    return `${at}.${tag}: expected one of ${Object.keys(variants).join(', ')}`;
  return refuseMembers(value, members, at);
}

function refuseMembers(value: Record<string, unknown>, members: Members, at: string): Refusal {
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  if (stranger !== undefined) return `${at}: ${JSON.stringify(stranger)} does not belong there`;
  const wrong = Object.entries(members).find(([name, holds]) => !holds(value[name]));
  return wrong && `${at}.${wrong[0]}: missing, or not what it has to be`;
}
