import { isRegWritable, regPath, regTextOf } from '../model/reg-file.ts';
import type { ExactChange, ExactHostPlan } from '../plan/assemble.ts';
import { describeEffect, typeOf } from './tables.ts';

/** A plan for a person who does it without Setright: a file to import, the file that takes it back, and what shows that it worked. */
export interface ByHand {
  /** Text for `reg import`; '' when no registry value changes. */
  readonly reg: string;
  readonly undoReg: string;
  /** Commands that show each value, with what they have to show then. */
  readonly checks: readonly string[];
  /** What no such file can do, in order: other settings, then what puts them in force. */
  readonly more: readonly string[];
}

export function byHand({ changes, effects }: Pick<ExactHostPlan, 'changes' | 'effects'>): ByHand {
  const values = changes.filter(isImportable);
  const others = changes.filter((change) => !isImportable(change));
  const undone = values.toReversed().map(({ id, resource, before }) => ({ id, resource, state: before }));
  return {
    reg:
      values.length === 0
        ? ''
        : regTextOf(values.map(({ id, resource, after }) => ({ id, resource, state: after }))),
    undoReg: values.length === 0 ? '' : regTextOf(undone),
    checks: values.map(checkOf),
    more: [...others.map(describeChange), ...effects.map(describeEffect)],
  };
}

const isImportable = ({ resource }: ExactChange): boolean =>
  resource.kind === 'registry-value' && isRegWritable(resource);

/** A quote in a name would end the word of the command: such a one is named, and looked at in regedit. */
function checkOf({ resource, after }: ExactChange): string {
  const type = typeOf(resource);
  const wanted = after.status === 'present' ? `shows ${type.describeState(after)}` : 'finds no such value';
  if (resource.kind !== 'registry-value' || /["%]/.test(resource.key + resource.name))
    return `${type.describe(resource)}: ${type.describeState(after)}`;
  const name = resource.name === '' ? '/ve' : `/v "${resource.name}"`;
  return `reg query "${regPath(resource, resource.key)}" ${name} ${wanted}`;
}

function describeChange({ resource, before, after }: ExactChange): string {
  const type = typeOf(resource);
  return `${type.describe(resource)}: from ${type.describeState(before)} to ${type.describeState(after)}`;
}
