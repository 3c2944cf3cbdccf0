import { didYouMean } from '../model/nearest.ts';
import type { Mistake } from './mistake.ts';
import { quoted } from './mistake.ts';
import type { InventoryFile } from './shape.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Which groups every group belongs to, however far up; found sound, or `mistakes` say why not. */
export interface GroupTree {
  readonly mistakes: readonly Mistake[];
  /** The groups that a member with these memberships belongs to: outermost first, each once. */
  lineage(memberships: readonly string[]): readonly string[];
  /** False where a membership, however far up, leads nowhere or in a circle: such a member cannot be judged further. */
  isSound(memberships: readonly string[]): boolean;
  /** Whether `outer` is above `inner`. */
  isAbove(outer: string, inner: string): boolean;
}

/** Pure. Finds unknown groups, groups that contain themselves, and names that are given twice. */
export function groupTree(file: InventoryFile, source: YamlSource): GroupTree {
  const groups = file.groups ?? {};
  const parentsOf = (name: string): readonly string[] =>
    (Object.hasOwn(groups, name) ? (groups[name]?.groups ?? []) : []).filter((parent) =>
      Object.hasOwn(groups, parent),
    );
  const circle = circleIn(Object.keys(groups), parentsOf);
  const mistakes = [...unknownGroups(file, source), ...sameNames(file, source)];
  if (circle)
    mistakes.push({
      at: source.keyAt(['groups', circle[0] ?? '', 'groups']),
      text: `found a group inside itself: ${circle.join(' is in ')}; take one of these memberships out`,
    });

  const known = new Map<string, readonly string[]>();
  const lineageOf = (name: string): readonly string[] => {
    const found = known.get(name) ?? [...lineage(parentsOf(name)), name];
    known.set(name, found);
    return found;
  };
  const lineage = (memberships: readonly string[]): readonly string[] => [
    ...new Set(memberships.filter((name) => Object.hasOwn(groups, name)).flatMap(lineageOf)),
  ];
  const leadsSomewhere = (names: readonly string[]) => names.every((name) => Object.hasOwn(groups, name));
  const isSound = (memberships: readonly string[]) =>
    leadsSomewhere(memberships) &&
    lineage(memberships).every((name) => leadsSomewhere(groups[name]?.groups ?? []));
  if (circle)
    return { mistakes, lineage: () => [], isSound: (names) => names.length === 0, isAbove: () => false };
  return {
    mistakes,
    lineage,
    isSound,
    isAbove: (outer, inner) => outer !== inner && lineageOf(inner).includes(outer),
  };
}

function unknownGroups(file: InventoryFile, source: YamlSource): Mistake[] {
  const known = Object.keys(file.groups ?? {});
  const isKnown = new Set(known);
  const expected = known.length === 0 ? 'there are no groups:' : 'expected a group that stands under groups:';
  return everyMember(file).flatMap(({ path, groups }) =>
    groups.flatMap((name, index) => {
      const at = source.valueAt([...path, 'groups', index]);
      const member = `${path[0] === 'groups' ? 'group' : 'host'} ${path[1]}`;
      if (!isKnown.has(name))
        return [
          { at, text: `${member}: found the group ${quoted(name)}, ${expected}${didYouMean(name, known)}` },
        ];
      return groups.indexOf(name) < index
        ? [{ at, text: `${member}: found the group ${quoted(name)} a second time; keep one` }]
        : [];
    }),
  );
}

const everyMember = (file: InventoryFile): readonly { path: Path; groups: readonly string[] }[] =>
  (['groups', 'hosts'] as const).flatMap((section) =>
    Object.entries(file[section] ?? {}).map(([name, entry]) => ({
      path: [section, name],
      groups: entry?.groups ?? [],
    })),
  );

/** Windows does not tell host names apart by case, and a selector must mean one thing. */
function sameNames(file: InventoryFile, source: YamlSource): Mistake[] {
  const seen = new Map<string, Path>();
  return everyMember(file).flatMap(({ path }) => {
    const key = String(path[1]).toLowerCase();
    const first = seen.get(key);
    if (!first) {
      seen.set(key, path);
      return [];
    }
    const noun = (of: Path) => `${of[0] === 'groups' ? 'group' : 'host'} ${of[1]}`;
    const line = source.keyAt(first).line;
    return [
      {
        at: source.keyAt(path),
        text: `found the ${noun(path)} beside the ${noun(first)} of line ${line}; names are told apart without regard to case, rename one`,
      },
    ];
  });
}

/** A chain of groups that leads back to its first, or undefined. */
function circleIn(
  names: readonly string[],
  parentsOf: (name: string) => readonly string[],
): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, chain: readonly string[]): readonly string[] | undefined => {
    const at = chain.indexOf(name);
    if (at >= 0) return [...chain.slice(at), name];
    if (done.has(name)) return undefined;
    for (const parent of parentsOf(name)) {
      const circle = walk(parent, [...chain, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of names) {
    const circle = walk(name, []);
    if (circle) return circle;
  }
  return undefined;
}
