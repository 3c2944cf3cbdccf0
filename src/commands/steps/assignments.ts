import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Remedy } from '../../model/remedy.ts';
import { readParameters, remedies, remedy } from '../../remedies/index.ts';
import type { Assignment } from '../../run/observe/survey.ts';

export interface RemedyChoice {
  /** Names; replace what the inventory says when there are any. */
  readonly remedy: readonly string[];
  /** `remedy.parameter=value`, or `parameter=value` when one remedy is chosen. */
  readonly set: readonly string[];
}

/** For a host that neither the inventory nor the person holds to anything. */
export type WhenNone = 'every-remedy' | 'refuse';

interface Setting {
  readonly remedy: string;
  readonly parameter: string;
  readonly value: string;
  readonly said: string;
}

/** What each of these hosts is held to, parameters checked. Throws UsageError for what is unknown, out of bounds or used by no host. */
export function assign(
  hosts: readonly Host[],
  choice: RemedyChoice,
  whenNone: WhenNone,
): ReadonlyMap<string, readonly Assignment[]> {
  const chosen = [...new Set(choice.remedy)].map((name) => remedyNamed(name, '--remedy'));
  const settings = choice.set.map((said) => readSetting(said, chosen));
  const assigned = new Map(
    hosts.map((host) => [host.name, assignHost(host, chosen, settings, whenNone)] as const),
  );
  for (const { remedy: name, said } of settings)
    if (![...assigned.values()].flat().some((assignment) => assignment.remedy.name === name))
      throw new UsageError(`--set ${said}: none of these hosts is held to ${name}; add --remedy ${name}`);
  return assigned;
}

function assignHost(
  host: Host,
  chosen: readonly Remedy[],
  settings: readonly Setting[],
  whenNone: WhenNone,
): readonly Assignment[] {
  const own = Object.keys(host.remedies).map((name) => remedyNamed(name, host.source));
  const held = chosen.length > 0 ? chosen : own;
  if (held.length === 0 && whenNone === 'refuse')
    throw new UsageError(
      `${host.name}: held to no remedy; choose one with --remedy (\`setright remedies\` lists them), or name it in the inventory (${host.source})`,
    );
  return (held.length === 0 ? catalogue() : held).map((each) => {
    const set = settings.filter(({ remedy: name }) => name === each.name);
    const given: JsonObject = {
      ...host.remedies[each.name],
      ...Object.fromEntries(set.map(({ parameter, value }) => [parameter, typed(each, parameter, value)])),
    };
    const isChosen = chosen.includes(each) && !Object.hasOwn(host.remedies, each.name);
    const where = (name: string) => {
      const said = set.find(({ parameter }) => parameter === name)?.said;
      return said === undefined ? (isChosen ? `--remedy ${each.name}` : host.source) : `--set ${said}`;
    };
    return { remedy: each, parameters: readParameters(each, given, where) };
  });
}

/** Every remedy that can be judged without being told anything: all but the one that is nothing but what it is told. */
export const catalogue = (): readonly Remedy[] =>
  remedies.filter(({ parameters }) =>
    Object.values(parameters).every((parameter) => parameter.default !== undefined),
  );

function remedyNamed(name: string, where: string): Remedy {
  try {
    return remedy(name);
  } catch (cause) {
    throw cause instanceof UsageError ? new UsageError(`${where}: ${cause.message}`, { cause }) : cause;
  }
}

function readSetting(said: string, chosen: readonly Remedy[]): Setting {
  const at = said.indexOf('=');
  const name = said.slice(0, Math.max(at, 0));
  const value = said.slice(at + 1);
  const [first = '', second, ...more] = name.split('.');
  if (at < 1 || value === '' || more.length > 0)
    throw new UsageError(`--set ${said}: expected remedy.parameter=value, for example limit=64`);
  if (second !== undefined)
    return { remedy: remedyNamed(first, `--set ${said}`).name, parameter: second, value, said };
  const [only, ...others] = chosen;
  if (!only || others.length > 0)
    throw new UsageError(
      `--set ${said}: say which remedy, remedy.${first}=${value}, or choose a single one with --remedy`,
    );
  return { remedy: only.name, parameter: first, value, said };
}

/** Text of the command line as the parameter's type; what does not fit stays text and is refused by name. */
function typed({ parameters }: Remedy, name: string, value: string): Json {
  const type = parameters[name]?.type;
  if (type === 'states')
    throw new UsageError(`--set ${name}: states are stated in the inventory, under \`states:\``);
  return type === 'integer' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
