import { counted, printable } from '../../model/printable.ts';
import { isRegWritable, regPath, regTextOf } from '../../model/reg-file.ts';
import type { RegistryValue, Resource } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import type { ExactChange, ExactHostPlan } from '../../plan/assemble.ts';
import { describeEffect, typeOf } from '../tables.ts';

/** A plan for a person who does it without Setright: a file to import, the file that takes it back, and what shows that it worked. */
export interface ByHand {
  /** What has to be so before a file is imported. */
  readonly first: readonly string[];
  /** Text for `reg import`; '' when no registry value changes. */
  readonly reg: string;
  readonly undoReg: string;
  /** Commands that show each value, with what they have to show then. */
  readonly checks: readonly string[];
  /** What no such file can do, in order: other settings, then what puts them in force. */
  readonly more: readonly string[];
}

export function byHand({
  changes,
  effects,
  preconditions = [],
  undoAfterSeconds,
}: Pick<ExactHostPlan, 'changes' | 'effects' | 'preconditions' | 'undoAfterSeconds'>): ByHand {
  const values = changes.flatMap(importable);
  const others = changes.filter((change) => importable(change).length === 0);
  const users = [...new Set(changes.flatMap(({ resource }) => userOf(resource) ?? []))];
  const undone = values
    .toReversed()
    .map(({ id, resource, before }) => ({ id, resource, state: withoutWindowsOwn(before) }));
  return {
    first: [
      ...users.map(
        (user) => `${printable(user)} is signed in: only then the hive is where these files write`,
      ),
      ...preconditions.map(
        ({ application, profiles }) =>
          `${application} is closed${profiles === undefined ? '' : ` in the sessions of ${profiles.join(', ')}`}`,
      ),
    ],
    reg:
      values.length === 0
        ? ''
        : regTextOf(values.map(({ id, resource, after }) => ({ id, resource, state: after }))),
    undoReg: values.length === 0 ? '' : regTextOf(undone),
    checks: values.map(checkOf),
    more: [
      ...others.map(describeChange),
      ...effects.map(describeEffect),
      // The timed undo is a task of Setright's; importing a file makes none.
      ...(undoAfterSeconds === undefined
        ? []
        : [
            `take it back after ${counted(undoAfterSeconds / 3600, 'hour')} at the latest, by hand: what was imported stays until then and after`,
          ]),
    ],
  };
}

type ValueChange = Omit<ExactChange, 'resource'> & { readonly resource: RegistryValue };

const userOf = (resource: Resource): string | undefined =>
  resource.kind === 'user-registry-value' ? resource.sid : undefined;

/** As such a file can write it, or nothing. A user's value was read, so the hive was loaded: below HKEY_USERS, while the user is signed in. */
function importable(change: ExactChange): readonly ValueChange[] {
  const { resource, before, after } = change;
  if (resource.kind === 'registry-value') return isRegWritable(resource) ? [{ ...change, resource }] : [];
  if (resource.kind !== 'user-registry-value' || resource.sid === 'default') return [];
  const { sid, key, name } = resource;
  const below: RegistryValue = { kind: 'registry-value', hive: 'HKU', key: `${sid}\\${key}`, name, view: 64 };
  const moved = (state: State): State =>
    state.status === 'absent' && state.from !== undefined
      ? { ...state, from: `${sid}\\${state.from}` }
      : state;
  return isRegWritable(below)
    ? [{ ...change, resource: below, before: moved(before), after: moved(after) }]
    : [];
}

/** Keys that every Windows has: one that a state file leaves out was not looked at, and no file names it to be deleted. */
const WINDOWS_OWN =
  /^(S-1-[\d-]+|(S-1-[\d-]+\\)?(SYSTEM(\\CurrentControlSet(\\(Services|Control))?)?|SOFTWARE(\\(Wow6432Node|Microsoft|Policies|Windows|CurrentVersion))*))$/i;

function withoutWindowsOwn(state: State): State {
  if (state.status !== 'absent' || state.from === undefined || !WINDOWS_OWN.test(state.from)) return state;
  const { from: _, ...rest } = state;
  return rest;
}

/** A quote in a name would end the word of the command: such a one is named, and looked at in regedit. */
function checkOf({ resource, after }: ValueChange): string {
  const type = typeOf(resource);
  const wanted = after.status === 'present' ? `shows ${type.describeState(after)}` : 'finds no such value';
  if (/["%]/.test(resource.key + resource.name))
    return `${type.describe(resource)}: ${type.describeState(after)}`;
  const name = resource.name === '' ? '/ve' : `/v "${resource.name}"`;
  return `reg query "${regPath(resource, resource.key)}" ${name} ${wanted}`;
}

function describeChange({ resource, before, after }: ExactChange): string {
  const type = typeOf(resource);
  return `${type.describe(resource)}: from ${type.describeState(before)} to ${type.describeState(after)}`;
}
