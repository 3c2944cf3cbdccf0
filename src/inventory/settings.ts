import type { Json } from '../model/json.ts';
import type { MemberEntry } from './shape.ts';
import type { Path } from './yaml-source.ts';

/** One thing that a group or a host says, small enough to be inherited on its own: `transport.port`, `variables.site`. */
export interface Setting {
  /** Equal for settings that speak of the same thing. */
  readonly name: string;
  /** The group that says it, or undefined for the host itself. */
  readonly group: string | undefined;
  readonly path: Path;
  readonly value: Json;
}

/** Everything a member says except its states: those are told apart by what they are about, which variables decide. */
export function settingsOf(path: Path, entry: MemberEntry | null): readonly Setting[] {
  const group = path[0] === 'groups' ? String(path[1]) : undefined;
  const setting = (steps: readonly string[], value: unknown): Setting => ({
    name: steps.join('.'),
    group,
    path: [...path, ...steps],
    value: value as Json,
  });
  const each = (section: string, values: object | undefined): Setting[] =>
    Object.entries(values ?? {}).map(([key, value]) => setting([section, key], value));
  return [
    ...(entry?.address === undefined ? [] : [setting(['address'], entry.address)]),
    ...each('transport', entry?.transport),
    ...each('variables', entry?.variables),
    ...Object.entries(entry?.remedies ?? {}).flatMap(([remedy, parameters]) => [
      setting(['remedies', remedy], null),
      ...Object.entries(parameters ?? {}).map(([key, value]) => setting(['remedies', remedy, key], value)),
    ]),
  ];
}

/**
 * The settings that nobody nearer to the host overrules, by name. A host overrules its groups, a group those above it; two groups
 * of which neither is above the other overrule nothing, and both of theirs remain.
 */
export function nearestSettings<S extends { readonly name: string; readonly group: string | undefined }>(
  settings: readonly S[],
  isAbove: (outer: string, inner: string) => boolean,
): ReadonlyMap<string, readonly S[]> {
  const overrules = (nearer: S, farther: S): boolean =>
    farther.group !== undefined && (nearer.group === undefined || isAbove(farther.group, nearer.group));
  return new Map(
    [...Map.groupBy(settings, ({ name }) => name)].map(([name, said]) => [
      name,
      said.filter((one) => !said.some((other) => overrules(other, one))),
    ]),
  );
}
