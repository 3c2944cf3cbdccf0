import type { Json, JsonObject } from '../model/json.ts';
import type { SaidSubject, StatedState } from '../model/stated-state.ts';
import { foldCase } from '../model/windows-name.ts';
import { type StateEntry, stateShape } from './shape.ts';
import type { StateMistake } from './state-mistake.ts';
import { statedStates } from './stated-state.ts';
import { usesVariables, withVariables } from './variables.ts';
import type { Path } from './yaml-source.ts';

/** A stated state and who says it; `name` is equal for two about the same piece of Windows, whose case does not count. */
export interface SaidState {
  readonly name: string;
  /** The same for people, as it was first spelt. */
  readonly about: string;
  readonly group: string | undefined;
  readonly path: Path;
  readonly value: StatedState<SaidSubject>;
}

export type RefuseAt = (path: Path, text: string) => void;

/**
 * The `states:` of one member. What holds no variables is judged here and now, for hosts that inherit it and for groups without
 * hosts alike; the function that comes back puts the variables of one host into the rest.
 */
export function saidStates(
  memberPath: Path,
  entries: readonly StateEntry[],
  refuse: RefuseAt,
): (variables: JsonObject, refuse: RefuseAt) => readonly SaidState[] {
  const group = memberPath[0] === 'groups' ? String(memberPath[1]) : undefined;
  const said = (entry: StateEntry, path: Path, refuseAt: RefuseAt): readonly SaidState[] => {
    const judged = (mistake: StateMistake) =>
      refuseAt(mistake.property === undefined ? path : [...path, mistake.property], mistake.text);
    return statedStates(entry, judged).map((value) => ({
      name: foldCase(aboutWhat(value)),
      about: aboutWhat(value),
      group,
      path,
      value,
    }));
  };
  const settled = entries.map((entry, index) => {
    const path = [...memberPath, 'states', index];
    if (!usesVariables(entry)) {
      const once = said(entry, path, refuse);
      return () => once;
    }
    return (variables: JsonObject, refuseAt: RefuseAt) => {
      const filled = withVariables(entry as unknown as Json, variables, (why) => refuseAt(path, why));
      const checked = stateShape.safeParse(filled);
      if (checked.success) return said(checked.data, path, refuseAt);
      for (const { path: inside, message } of checked.error.issues)
        refuseAt([...path, ...(inside as Path)], `with its variables put in, expected ${message}`);
      return [];
    };
  });
  return (variables, refuseAt) => settled.flatMap((states) => states(variables, refuseAt));
}

function aboutWhat({ resource }: StatedState<SaidSubject>): string {
  if (resource.kind === 'users-registry-value') return `every user's ${resource.key} "${resource.name}"`;
  if (resource.kind === 'user-registry-value') return `${resource.key} "${resource.name}" of ${resource.sid}`;
  if (resource.kind === 'registry-value')
    return `${resource.hive}\\${resource.key} "${resource.name}" (${resource.view}-bit view)`;
  if (resource.kind === 'tcp-port-range') return `ports ${resource.family}/${resource.protocol}`;
  if (resource.kind === 'interface-mtu') return `MTU ${resource.interface}/${resource.family}`;
  return `${resource.kind} ${resource.service}`;
}
