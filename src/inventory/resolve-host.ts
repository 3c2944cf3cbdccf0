import type { Host, TransportSettings } from '../model/host.ts';
import { type Json, type JsonObject, sameJson } from '../model/json.ts';
import { belongsTo, hostTransport, ownersOf, type SettledTransport } from './host-transport.ts';
import type { RefuseAt, SaidState } from './said-states.ts';
import { nearestSettings, type Setting } from './settings.ts';
import { transportShape } from './shape.ts';
import type { Surroundings } from './surroundings.ts';
import { withVariables } from './variables.ts';
import type { Path } from './yaml-source.ts';

/** One group or host with what it says, taken apart once for all hosts that inherit it. */
export interface Member {
  readonly settings: readonly Setting[];
  readonly states: (variables: JsonObject, refuse: RefuseAt) => readonly SaidState[];
}

/** What resolving a host needs to know of the file around it. */
export interface Scope {
  readonly isAbove: (outer: string, inner: string) => boolean;
  readonly around: Surroundings;
  readonly refuse: RefuseAt;
  /** `group exchange (line 12)`, for a disagreement between two. */
  readonly sayWho: (one: Pick<Setting, 'group' | 'path'>) => string;
}

/** Everything that a host is, from its groups (outermost first) and, last, itself. */
export function resolveHost(
  name: string,
  groups: readonly string[],
  members: readonly Member[],
  source: string,
  scope: Scope,
): Host {
  const said = members.flatMap(({ settings }) => settings);
  const variables = underKey(agreed(name, said.filter(isIn('variables')), scope));
  const known: JsonObject = { ...variables, name };
  const rest = agreed(
    name,
    said.filter((setting) => !isIn('variables')(setting)),
    scope,
    known,
  );
  const states = agreedStates(
    name,
    members.flatMap((member) => member.states(known, scope.refuse)),
    scope,
  );
  const remedies = remediesIn(rest);
  return {
    name,
    groups,
    transport: transportIn(name, rest, scope),
    variables,
    remedies: states.length === 0 ? remedies : { ...remedies, 'stated-states': { states } },
    source,
  };
}

const isIn =
  (section: string) =>
  ({ path }: Setting): boolean =>
    path[2] === section;

/** What holds for the host, one setting a name, `variables` put in where given; groups that disagree are refused. */
function agreed(
  host: string,
  said: readonly Setting[],
  scope: Scope,
  variables?: JsonObject,
): readonly Setting[] {
  return [...nearestSettings(said, scope.isAbove).values()].flatMap((nearest) => {
    const settings = nearest.map((setting) =>
      variables === undefined ? setting : filled(host, setting, variables, scope),
    );
    refuseDisagreement(host, settings, scope);
    return settings.slice(0, 1);
  });
}

function filled(host: string, setting: Setting, variables: JsonObject, scope: Scope): Setting {
  const refuse = (why: string) => scope.refuse(setting.path, `${why} (for host ${host})`);
  return { ...setting, value: withVariables(setting.value, variables, refuse) };
}

/** In the order in which they are said, parents first; a state that a nearer member states again counts there. */
function agreedStates(host: string, said: readonly SaidState[], scope: Scope): Json[] {
  const nearest = nearestSettings(said, scope.isAbove);
  for (const states of nearest.values()) refuseDisagreement(host, states, scope);
  return [...nearest.values()].flatMap(([state]) => (state ? [state.value as unknown as Json] : []));
}

function refuseDisagreement(host: string, said: readonly (Setting | SaidState)[], scope: Scope): void {
  const [first, ...others] = said;
  const twice = others.find(({ group }) => group === first?.group);
  if (twice) scope.refuse(twice.path, `found ${subject(twice)} stated a second time; keep one of them`);
  const other = others.find(({ value }) => !sameJson(value, first?.value));
  if (!first || !other || twice) return;
  const who = `${scope.sayWho(first)} and ${scope.sayWho(other)}`;
  scope.refuse(
    ['hosts', host],
    `${who} disagree about ${subject(first)}; say it on the host, or put one group into the other`,
  );
}

const subject = (said: Setting | SaidState): string => ('about' in said ? said.about : said.name);

const underKey = (settings: readonly Setting[]): Record<string, Json> =>
  Object.fromEntries(settings.map(({ path, value }) => [String(path.at(-1)), value]));

function remediesIn(settings: readonly Setting[]): Record<string, JsonObject> {
  const byRemedy = Map.groupBy(settings.filter(isIn('remedies')), ({ path }) => String(path[3]));
  return Object.fromEntries(
    [...byRemedy].map(([remedy, said]) => [remedy, underKey(said.filter(({ path }) => path.length > 4))]),
  );
}

function transportIn(host: string, settings: readonly Setting[], scope: Scope): TransportSettings {
  const said = settings.filter((setting) => isIn('transport')(setting) || isIn('address')(setting));
  const pathOf = (key: string): Path => said.find(({ path }) => path.at(-1) === key)?.path ?? ['hosts', host];
  const { address, ...rest } = underKey(said);
  const checked = transportShape.safeParse(rest);
  if (!checked.success)
    for (const { path, message } of checked.error.issues)
      scope.refuse(
        pathOf(String(path[0])),
        `with its variables put in, expected ${message} (for host ${host})`,
      );
  const settled: SettledTransport = {
    ...(checked.data ?? {}),
    ...(address === undefined ? {} : { address: String(address) }),
  };
  const type = settled.type ?? 'ssh';
  for (const { group, path } of said) {
    const key = String(path.at(-1));
    if (group === undefined && !belongsTo(key, type))
      scope.refuse(
        path,
        `found ${key}, which is for ${ownersOf(key)}; the transport of this host is ${type}`,
      );
  }
  return hostTransport(host, settled, scope.around, (key, text) => scope.refuse(pathOf(key), text));
}
