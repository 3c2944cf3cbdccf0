import { type Effect, type EffectCall, effectKey } from '../model/effect.ts';
import type { Machine } from '../model/machine.ts';
import type { Finding, HostPlan } from '../model/plan.ts';
import type { EffectWish, Judgement, Remedy, Wish } from '../model/remedy.ts';
import type { Resource, ResourceType } from '../model/resource.ts';
import { type State, sameState } from '../model/state.ts';
import { Sequence } from './earlier.ts';
import { inServiceOrder } from './service-order.ts';
import { identityOf, type ObservedStates, type TypeOf } from './states.ts';
import { joinWishes, undoAfterSeconds } from './temporary.ts';

export interface Judged {
  readonly remedy: Pick<Remedy, 'name' | 'reversible'>;
  readonly judgement: Judgement;
}

/** A change with its exact states, before anything sensitive in it is sealed. */
export interface ExactChange {
  readonly id: string;
  readonly resource: Resource;
  readonly before: State;
  readonly after: State;
  readonly reason: string;
  readonly remedy: string;
  readonly reversible: 'yes' | 'partly' | 'no';
  readonly sensitive: boolean;
}

export interface ExactHostPlan extends Omit<HostPlan, 'changes'> {
  readonly changes: readonly ExactChange[];
}

/** Wishes that cannot become one plan: two remedies want different states, or a state cannot be held. Says both sides. */
export class PlanConflict extends Error {}

/**
 * Turns judgements into what would be done on one host. Each change's `before` is what will be found when its turn comes: the
 * observed state, carried through the changes before it.
 */
export function assembleHostPlan(input: {
  host: string;
  machine: Machine;
  hostKey: string;
  judged: readonly Judged[];
  observed: ObservedStates;
  typeOf: TypeOf;
  /** Users whose hives had to be mounted for this look. */
  hives?: readonly string[];
}): ExactHostPlan {
  const { typeOf, observed, hives = [] } = input;
  const profiles = input.judged.flatMap(({ judgement }) => judgement.profiles ?? []);
  const wishes = inServiceOrder(mergeWishes(input.judged, typeOf), ({ wish }) => wish);
  const changes: ExactChange[] = [];
  const made: { readonly wish: Wish; readonly remedy: Judged['remedy'] }[] = [];
  const earlier = new Sequence(typeOf);
  for (const { wish, remedy } of wishes) {
    const type = typeOf(wish.resource);
    const refusal = type.refuse(wish.resource, wish.want);
    if (refusal)
      throw new PlanConflict(`${remedy.name} asks for ${type.describe(wish.resource)}: ${refusal}`);
    const before = earlier.carry(wish.resource, observed.of(wish.resource));
    if (satisfies(before, wish.want)) continue;
    if (before.status === 'unreadable')
      throw new PlanConflict(
        `${type.describe(wish.resource)} could not be read (${before.why}); it is left as it is`,
      );
    const change = {
      id: `c${changes.length + 1}`,
      resource: wish.resource,
      before,
      after: wish.want,
      reason: wish.reason,
      remedy: remedy.name,
      reversible: reversible(remedy, type, before, wish.want),
      sensitive: wish.sensitive ?? false,
    };
    changes.push(change);
    made.push({ wish, remedy });
    earlier.add(change);
  }
  const temporary = undoAfterSeconds(made);
  if (temporary !== undefined && 'conflict' in temporary) throw new PlanConflict(temporary.conflict);
  return {
    host: input.host,
    machine: input.machine,
    hostKey: input.hostKey,
    findings: findingsOf(input.judged),
    changes,
    effects: mergeEffects(input.judged, changes, typeOf),
    ...withPreconditions(input.judged),
    conflicts: [],
    advice: input.judged.flatMap(({ judgement }) => judgement.advice),
    ...(temporary === undefined ? {} : { undoAfterSeconds: temporary.seconds }),
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(hives.length > 0 ? { hives } : {}),
  };
}

/** What the remedy promises, less what Windows cannot put back. */
function reversible(
  remedy: Judged['remedy'],
  type: ResourceType,
  before: State,
  after: State,
): ExactChange['reversible'] {
  const comesBack = type.backTo === undefined || sameState(type.backTo(before, after), before);
  return remedy.reversible === 'yes' && !comesBack ? 'partly' : remedy.reversible;
}

export const findingsOf = (judged: readonly Judged[]): readonly Finding[] =>
  judged.map(({ remedy, judgement }) => ({
    remedy: remedy.name,
    verdict: judgement.verdict,
    reasons: judgement.reasons,
    ...(judgement.harm === undefined ? {} : { harm: judgement.harm }),
  }));

/** Any absence answers a wish for absence: whether the key is there too is not what was asked. */
const satisfies = (found: State, want: State): boolean =>
  sameState(found, want) || (found.status === 'absent' && want.status === 'absent');

function mergeWishes(judged: readonly Judged[], typeOf: TypeOf) {
  const byIdentity = new Map<string, { wish: Wish; remedy: Judged['remedy'] }>();
  for (const { remedy, judgement } of judged) {
    for (const wish of judgement.wishes) {
      const identity = identityOf(typeOf, wish.resource);
      const first = byIdentity.get(identity);
      if (!first) byIdentity.set(identity, { wish, remedy });
      else if (!sameState(first.wish.want, wish.want))
        throw new PlanConflict(
          `${first.remedy.name} and ${remedy.name} want different states of ${typeOf(wish.resource).describe(wish.resource)}; ` +
            'choose one of them with --remedy, or change its parameters',
        );
      else byIdentity.set(identity, { wish: joinWishes(first.wish, wish), remedy: first.remedy });
    }
  }
  return [...byIdentity.values()];
}

/** What the judgements wait for; a plan that waits for nothing says nothing of it. */
function withPreconditions(judged: readonly Judged[]): Pick<HostPlan, 'preconditions'> {
  const all = judged.flatMap(({ judgement }) => judgement.preconditions ?? []);
  return all.length > 0 ? { preconditions: all } : {};
}

/** One effect per target, however many remedies ask for it; the longest deadline wins. */
function mergeEffects(
  judged: readonly Judged[],
  changes: readonly ExactChange[],
  typeOf: TypeOf,
): readonly Effect[] {
  const merged = new Map<string, EffectWish>();
  for (const { judgement } of judged) {
    for (const wish of judgement.effects) {
      const key = effectKey(wish);
      const first = merged.get(key);
      merged.set(key, first ? joinEffects(first, wish) : wish);
    }
  }
  return [...merged.values()].map((wish, index) => ({
    ...wish,
    id: `e${index + 1}`,
    putsInForce: changes
      .filter((change) =>
        wish.resources.some(
          (resource) => identityOf(typeOf, resource) === identityOf(typeOf, change.resource),
        ),
      )
      .map((change) => change.id),
  }));
}

const joinEffects = (first: EffectWish, second: EffectWish): EffectWish => ({
  ...longer(first, second),
  reason: first.reason === second.reason ? first.reason : `${first.reason}; ${second.reason}`,
  resources: [...first.resources, ...second.resources],
  blastRadius: [...new Set([...first.blastRadius, ...second.blastRadius])],
});

/** Two calls of one key, whoever has to wait the longest served. */
function longer(first: EffectCall, second: EffectCall): EffectCall {
  if (first.kind === 'reboot' || second.kind === 'reboot') {
    const [one, other] = [first, second].map((call) =>
      call.kind === 'reboot' ? call.target.delaySeconds : 0,
    );
    return { kind: 'reboot', target: { delaySeconds: Math.max(one ?? 0, other ?? 0) } };
  }
  const { service, deadlineSeconds } = first.target;
  const target = { service, deadlineSeconds: Math.max(deadlineSeconds, second.target.deadlineSeconds) };
  return { kind: first.kind, target };
}
