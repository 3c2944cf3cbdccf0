import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Host } from '../model/host.ts';
import { isPlainObject } from '../model/json.ts';
import { groupTree } from './group-tree.ts';
import { belongsTo, ownersOf } from './host-transport.ts';
import { type Mistake, usageErrorOf } from './mistake.ts';
import { readInventoryFile } from './read-inventory-file.ts';
import { type Member, resolveHost, type Scope } from './resolve-host.ts';
import { type RefuseAt, saidStates } from './said-states.ts';
import { settingsOf } from './settings.ts';
import { type InventoryFile, inventoryShape, type MemberEntry } from './shape.ts';
import { placeName, shapeMistakes } from './shape-mistakes.ts';
import type { Surroundings } from './surroundings.ts';
import { type Path, readYaml, type YamlSource } from './yaml-source.ts';

/** A file's hosts in its order, each with everything it inherited. */
export interface Inventory {
  /** Absolute. */
  readonly path: string;
  readonly hosts: readonly Host[];
  /** Every group with the names of all hosts in it and in the groups below it. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Rejects with one UsageError that holds all mistakes of the file, a line `file:line:column: ...` each. */
export async function loadInventory(path: string): Promise<Inventory> {
  const text = await readInventoryFile(path);
  const file = resolve(path);
  const around = { file, folder: dirname(file), home: homedir(), platform: process.platform };
  return readInventory(text, path, around);
}

/** Pure. `display` is the file's name as the user knows it. */
export function readInventory(text: string, display: string, around: Surroundings): Inventory {
  const source = readYaml(text);
  if (source.data === undefined) throw usageErrorOf(display, source.mistakes);
  if (source.data === null)
    throw usageErrorOf(display, [
      { at: { line: 1, column: 1 }, text: 'found an empty file, expected hosts:; see the commented example' },
    ]);
  const parsed = inventoryShape.safeParse(source.data);
  const mistakes = [...source.mistakes, ...shapeMistakes(source, parsed.error)];
  // What has the wrong shape is emptied and set apart, so that the mistakes of the rest are found in the same go.
  const unsound = unsoundMembers(parsed.error?.issues ?? []);
  const file = parsed.data ?? inventoryShape.safeParse(emptied(source.data, unsound)).data;
  if (!file) throw usageErrorOf(display, mistakes);
  const inventory = assemble(file, unsound, source, display, around, mistakes);
  if (mistakes.length > 0) throw usageErrorOf(display, mistakes);
  return inventory;
}

const unsoundMembers = (issues: readonly { readonly path: readonly PropertyKey[] }[]): ReadonlySet<string> =>
  new Set(issues.flatMap(({ path }) => (path.length > 1 ? [path.slice(0, 2).join(' ')] : [])));

const emptied = (data: unknown, unsound: ReadonlySet<string>): unknown =>
  isPlainObject(data)
    ? Object.fromEntries(
        Object.entries(data).map(([section, members]) => [
          section,
          isPlainObject(members)
            ? Object.fromEntries(
                Object.entries(members).map(([name, entry]) => [
                  name,
                  unsound.has(`${section} ${name}`) ? null : entry,
                ]),
              )
            : members,
        ]),
      )
    : data;

/** Adds to `mistakes`: a caller that finds any there must not use the result. */
function assemble(
  file: InventoryFile,
  unsound: ReadonlySet<string>,
  source: YamlSource,
  display: string,
  around: Surroundings,
  mistakes: Mistake[],
): Inventory {
  const refuse: RefuseAt = (path, text) =>
    mistakes.push({ at: source.keyAt(path), text: `${placeName(path)}: ${text}` });
  const tree = groupTree(file, source);
  mistakes.push(...tree.mistakes);
  const groups = new Map(
    Object.entries(file.groups ?? {}).map(([name, entry]) => [
      name,
      memberOf(['groups', name], entry, refuse),
    ]),
  );
  const scope: Scope = {
    isAbove: tree.isAbove,
    around,
    refuse,
    sayWho: ({ group, path }) => `group ${group} (line ${source.keyAt(path).line})`,
  };
  const hosts = Object.entries(file.hosts).flatMap(([name, entry]) => {
    const path = ['hosts', name];
    const lineage = tree.lineage(entry?.groups ?? []);
    const inherited = lineage.flatMap((group) => groups.get(group) ?? []);
    const isSound =
      tree.isSound(entry?.groups ?? []) &&
      !unsound.has(`hosts ${name}`) &&
      !lineage.some((group) => unsound.has(`groups ${group}`));
    const members = [...inherited, memberOf(path, entry, refuse)];
    if (!isSound) return [];
    return resolveHost(name, lineage, members, `${display}:${source.keyAt(path).line}`, scope);
  });
  if (Object.keys(file.hosts).length === 0) refuse(['hosts'], 'found no host, expected at least one');
  const membersOf = (group: string) =>
    hosts.filter((host) => host.groups.includes(group)).map(({ name }) => name);
  return {
    path: around.file,
    hosts,
    groups: new Map([...groups.keys()].map((name) => [name, membersOf(name)])),
  };
}

function memberOf(path: Path, entry: MemberEntry | null, refuse: RefuseAt): Member {
  const { type, ...rest } = entry?.transport ?? {};
  for (const key of path[0] === 'groups' && type !== undefined ? Object.keys(rest) : [])
    if (type !== undefined && !belongsTo(key, type))
      refuse(
        [...path, 'transport', key],
        `found ${key}, which is for ${ownersOf(key)}; the type here is ${type}`,
      );
  return { settings: settingsOf(path, entry), states: saidStates(path, entry?.states ?? [], refuse) };
}
