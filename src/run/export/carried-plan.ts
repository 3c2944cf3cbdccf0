import type { EffectKind } from '../../model/effect.ts';
import { UsageError } from '../../model/errors.ts';
import type { Change, HostPlan, Plan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import type { Resource } from '../../model/resource.ts';
import type { ShownState, State } from '../../model/state.ts';
import { guardReasons } from '../apply/guard.ts';
import { describeEffect, typeOf } from '../tables.ts';

/** What a script that runs by itself can cause: it has to live to see what came of it. */
const CARRIED_EFFECTS: readonly EffectKind[] = ['service.restart'];

/**
 * The plan of one host as an exported script carries it: what the host needs to compare, set, verify and show, and nothing sealed. Throws
 * UsageError, with the cure, for what such a script cannot do.
 */
export function carriedPlan(plan: Plan, host: HostPlan): object {
  refuseToCarry(plan, host);
  const { person, controller, version } = plan.createdBy;
  return {
    schema: 'setright/exported-plan@1',
    plan: { id: plan.id, createdAt: plan.createdAt, digest: plan.digest },
    speaker: { version, controller, person },
    host: host.host,
    machine: host.machine,
    changes: host.changes.map((change, index) => ({
      id: change.id,
      what: printable(typeOf(change.resource).describe(change.resource)),
      from: describeShown(change.resource, change.before),
      to: describeShown(change.resource, change.after),
      reason: printable(change.reason),
      reversible: change.reversible,
      isCutting: guardReasons([change], []).length > 0,
      shiftedBy: shiftedBy(host.changes, index),
      resource: change.resource,
      before: change.before,
      after: change.after,
    })),
    effects: host.effects.map((effect) => ({
      id: effect.id,
      what: printable(describeEffect(effect)),
      reason: printable(effect.reason),
      blastRadius: effect.blastRadius.map(printable),
      kind: effect.kind,
      target: effect.target,
      resources: effect.resources,
      putsInForce: effect.putsInForce,
    })),
    guarded: guardReasons(host.changes, host.effects).map(printable),
    advice: host.advice.map(({ title, steps, check, undo }) => ({
      title: printable(title),
      lines: [...steps, `check: ${check}`, `undo: ${undo}`].map(printable),
    })),
  };
}

function refuseToCarry(
  { undoes }: Plan,
  { host, changes, effects, undoAfterSeconds, preconditions = [] }: HostPlan,
): void {
  if (undoes !== undefined)
    throw new UsageError(
      `${host}: this plan takes run ${undoes} back. On the host undo.ps1 in the folder of that run does so by itself; an exported script does with -Undo`,
    );
  if (undoAfterSeconds !== undefined)
    throw new UsageError(
      `${host}: this plan is for a time, and an exported script arms no timed undo. Apply it over a line, or make a plan that lasts and take it back with -Undo`,
    );
  const sensitive = changes.filter((change) => change.sensitive);
  if (sensitive.length > 0)
    throw new UsageError(
      `${host}: ${sensitive.map(({ id }) => id).join(', ')}: sensitive states are not exported, for the script is a file that people read. ` +
        'Make a plan without them (setright plan --remedy, or the inventory without these states), and set them over a line with setright apply',
    );
  const [first] = preconditions;
  if (first)
    throw new UsageError(
      `${host}: ${printable(first.application)} has to be closed first, which an exported script does not look at. Apply this plan over a line`,
    );
  const [other] = effects.filter(({ kind }) => !CARRIED_EFFECTS.includes(kind));
  if (other)
    throw new UsageError(
      `${host}: ${other.id} ${describeEffect(other)} cannot be seen to its end by a script on the host itself. Make a plan without it, or apply this one over a line`,
    );
}

const describeShown = (resource: Resource, state: ShownState): string =>
  state.status === 'sealed' ? '(sensitive)' : printable(typeOf(resource).describeState(state));

/** Changes of the plan that create or remove the key whose absence this one finds or leaves. */
function shiftedBy(changes: readonly Change[], index: number): readonly string[] {
  const change = changes[index];
  if (change?.before.status !== 'absent' && change?.after.status !== 'absent') return [];
  return changes
    .filter((other) => other !== change && fromOf(other) !== undefined && shifts(other, change.resource))
    .map(({ id }) => id);
}

const fromOf = ({ before, after }: Change): string | undefined =>
  [before, after].flatMap((state) => (state.status === 'absent' ? (state.from ?? []) : []))[0];

/** Some absence of this resource reads otherwise once the other change is made. */
function shifts(other: Change, resource: Resource): boolean {
  if (other.resource.kind !== resource.kind || !('key' in resource) || other.after.status === 'sealed')
    return false;
  const made = { resource: other.resource, after: other.after };
  const levels = resource.key.split('\\');
  const absences: readonly State[] = [
    { status: 'absent', missing: 'value' },
    ...levels.map((_, at) => ({
      status: 'absent' as const,
      missing: 'key',
      from: levels.slice(0, at + 1).join('\\'),
    })),
  ];
  const depth = fromOf(other)?.split('\\').length ?? 0;
  // Only the absence at the level that comes or goes can tell; the two views of a key differ by one.
  return absences
    .filter((state) => isNear(state, depth))
    .some((state) => {
      const then = typeOf(resource).after(resource, state, made);
      return JSON.stringify(then) !== JSON.stringify(state);
    });
}

const isNear = (state: State, depth: number): boolean => {
  const from = state.status === 'absent' ? state.from : undefined;
  return from === undefined || Math.abs(from.split('\\').length - depth) <= 1;
};
