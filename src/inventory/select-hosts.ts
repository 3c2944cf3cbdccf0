import picomatch from 'picomatch';
import { UsageError } from '../model/errors.ts';
import type { Host } from '../model/host.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Inventory } from './load-inventory.ts';
import { quoted } from './mistake.ts';

const grammar = "a host, a group, a glob ('EX*'), all, or '!' before one of these to leave it out";

/**
 * The hosts that `selectors` name, in the order of the inventory, each once; `!` applies last, whatever the order. `limit` has the same
 * grammar and only ever takes away, so it may consist of `!` alone. Throws UsageError for a selector that matches nothing (a typo
 * in a `!` would touch hosts that were to be spared) and for an empty selection: nothing ever stands for all but the word.
 */
export function selectHosts(
  inventory: Inventory,
  selectors: readonly string[],
  limit: readonly string[],
): readonly Host[] {
  if (selectors.length === 0)
    throw new UsageError(`no hosts were named; name ${grammar}; ${inventory.path} has ${listed(inventory)}`);
  const chosen = namesOf(inventory, selectors);
  if (chosen === undefined)
    throw new UsageError(
      `only exclusions were named (${selectors.join(' ')}); say from what to exclude, for example all ${selectors.join(' ')}`,
    );
  const selected = inventory.hosts.filter((host) => chosen(host));
  if (selected.length === 0)
    throw new UsageError(
      `the selection ${selectors.join(' ')} is empty: everything it names is also left out`,
    );
  if (limit.length === 0) return selected;
  const excluded = exclusionsOf(inventory, limit);
  const limited = selected.filter(namesOf(inventory, limit) ?? ((host) => !excluded.has(host.name)));
  if (limited.length === 0)
    throw new UsageError(
      `nothing is left of the selection ${selectors.join(' ')} within --limit ${limit.join(' ')}; loosen one of the two`,
    );
  return limited;
}

/** Undefined when the selectors only exclude. */
function namesOf(inventory: Inventory, selectors: readonly string[]): ((host: Host) => boolean) | undefined {
  const excluded = exclusionsOf(inventory, selectors);
  const wanted = selectors.filter((selector) => !selector.startsWith('!'));
  if (wanted.length === 0) return undefined;
  const included = new Set(wanted.flatMap((selector) => matches(inventory, selector)));
  return ({ name }) => included.has(name) && !excluded.has(name);
}

const exclusionsOf = (inventory: Inventory, selectors: readonly string[]): ReadonlySet<string> =>
  new Set(
    selectors
      .filter((selector) => selector.startsWith('!'))
      .flatMap((selector) => matches(inventory, selector.slice(1))),
  );

/** The names of the hosts that one selector, without its `!`, matches; never none. */
function matches(inventory: Inventory, selector: string): readonly string[] {
  const names = inventory.hosts.map(({ name }) => name);
  const lower = selector.toLowerCase();
  if (lower === 'all') return names;
  const host = names.find((name) => name.toLowerCase() === lower);
  if (host !== undefined) return [host];
  const group = [...inventory.groups].find(([name]) => name.toLowerCase() === lower);
  if (group) {
    if (group[1].length > 0) return group[1];
    throw new UsageError(`the group ${group[0]} has no hosts in ${inventory.path}`);
  }
  const isGlob = /[*?[\]{}()]/.test(selector);
  const found = isGlob ? namesLike(selector, names) : [];
  if (found.length > 0) return found;
  refuseShellTrap(selector);
  const near = didYouMean(selector, [...names, ...inventory.groups.keys(), 'all']);
  throw new UsageError(
    isGlob
      ? `no host of ${inventory.path} matches ${quoted(selector)}; globs are compared with host names`
      : `${inventory.path} has no host and no group ${quoted(selector)}${near || `; it has ${listed(inventory)}`}`,
  );
}

/** What a shell makes of a selector that was not quoted as it has to be; a near name would be the wrong advice there. */
function refuseShellTrap(selector: string): void {
  if (selector.trim() === '')
    throw new UsageError(`found an empty selector, expected ${grammar}; is a variable of the shell not set?`);
  if (selector.startsWith('\\!'))
    throw new UsageError(
      `found ${selector}, with the backslash that the shell left in it; put an exclusion in single quotes: '${selector.slice(1)}'`,
    );
  if (/^[^{}()]*[,;\s]/.test(selector))
    throw new UsageError(
      `found ${quoted(selector)}, expected one selector; put spaces between several and each in quotes of its own`,
    );
}

function namesLike(glob: string, names: readonly string[]): readonly string[] {
  const isMatch = picomatch(glob, { nocase: true, nonegate: true, dot: true });
  return names.filter((name) => isMatch(name));
}

/** What there is to name, in one line: groups first, and hosts when they are few. */
function listed(inventory: Inventory): string {
  const groups = [...inventory.groups.keys()];
  const hosts = inventory.hosts.map(({ name }) => name);
  const shown =
    hosts.length > 8 ? `${hosts.slice(0, 8).join(', ')} and ${hosts.length - 8} more` : hosts.join(', ');
  return groups.length === 0
    ? `the hosts ${shown}`
    : `the groups ${groups.join(', ')} and the hosts ${shown}`;
}
