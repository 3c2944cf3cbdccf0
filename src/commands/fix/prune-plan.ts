import { type Effect, effectName } from '../../model/effect.ts';
import type { Plan } from '../../model/plan.ts';
import { shortened } from '../../model/printable.ts';
import type { Resource } from '../../model/resource.ts';
import { withoutResources } from '../../plan/narrow.ts';
import { lastingFor } from '../../plan/temporary.ts';
import { planText } from '../../report/plan-text.ts';
import type { RunContext } from '../../run/context.ts';
import { planFromSeen, type Seen } from '../../run/observe/survey.ts';
import { freezePlan } from '../../run/planning/make-plan.ts';
import { describeEffect, typeOf } from '../../run/tables.ts';
import type { Asker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';

export interface Pruned {
  readonly plan: Plan;
  /**
   * Effects that were taken out. They stay in the plan and are declined when it is applied: only so does the host's record know that
   * their values are set, not in force.
   */
  readonly isDeclined: (effect: Effect) => boolean;
  readonly declines: boolean;
}

type Part =
  | { readonly kind: 'change'; readonly resource: Resource }
  | { readonly kind: 'effect'; readonly effect: Effect };

/** Shows the plan and lets the person take single changes or effects out of it. */
export async function prunePlan(
  terminal: Terminal,
  asker: Asker,
  context: RunContext,
  host: string,
  seen: Seen,
  undoAfterSeconds: number | undefined,
): Promise<Pruned> {
  const planOf = (what: Seen) =>
    freezePlan(context, [lastingFor(planFromSeen(host, what), undoAfterSeconds)], []);
  const plan = await planOf(seen);
  terminal.tell(`\n${planText(plan, terminal, 'titles')}\n`);
  const parts = partsOf(plan, terminal.width);
  if (parts.length === 0) return { plan, isDeclined: () => false, declines: false };
  const kept = await asker.many('Do these (take out what you do not want):', parts);
  const dropped = parts.map(({ value }) => value).filter((part) => !kept.includes(part));
  const resources = dropped.flatMap((part) => (part.kind === 'change' ? [part.resource] : []));
  const declined = new Set(
    dropped.flatMap((part) => (part.kind === 'effect' ? [effectName(part.effect)] : [])),
  );
  if (dropped.length === 0) return { plan, isDeclined: () => false, declines: false };
  const judged = withoutResources(seen.judged, resources, typeOf);
  const smaller = await planOf({ ...seen, judged });
  terminal.tell(`\n${planText(smaller, terminal, 'titles')}\n`);
  for (const effect of declined) terminal.tell(`Taken out, its values will be set, not in force: ${effect}`);
  // Ids may shift when changes are taken out; what an effect does to whom does not.
  return {
    plan: smaller,
    isDeclined: (effect) => declined.has(effectName(effect)),
    declines: declined.size > 0,
  };
}

function partsOf(
  plan: Plan,
  width: number,
): readonly { value: Part; name: string; short: string; checked: true }[] {
  const cut = (text: string) => shortened(text, width - 10);
  return plan.hosts.flatMap(({ changes, effects }) => [
    ...changes.map(({ id, resource }) => ({
      value: { kind: 'change', resource } as const,
      short: id,
      name: cut(`${id} ${typeOf(resource).describe(resource)}`),
      checked: true as const,
    })),
    ...effects.map((effect) => ({
      value: { kind: 'effect', effect } as const,
      short: effect.id,
      name: cut(`${effect.id} ${describeEffect(effect)}`),
      checked: true as const,
    })),
  ]);
}
