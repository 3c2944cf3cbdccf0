import { effectTypes } from '../../effects/index.ts';
import type { Effect } from '../../model/effect.ts';
import { UsageError } from '../../model/errors.ts';
import type { Speaker } from '../../model/host-record.ts';
import type { Plan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import { type HostExplanation, requestsText } from '../../report/explain-text.ts';
import { requestsOfPlan } from '../../report/requests-of-plan.ts';
import { indented } from '../../report/wrap.ts';
import type { Consent } from '../../run/apply/consent.ts';
import { defaultLimits, type Limits, type RunContext } from '../../run/context.ts';
import { describeEffect } from '../../run/tables.ts';
import { openAsker } from '../../ui/asker.ts';
import { confirmPlan, type EffectQuestion } from '../../ui/confirm-plan.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ConsentOptions } from '../options.ts';

/** Exit code for a person who said no. */
export const CANCELLED = 130;

export type Agreement =
  | { readonly answer: 'yes'; readonly consent: Consent }
  | { readonly answer: 'no' }
  | { readonly answer: 'save' };

/** Throws before anything is connected or asked: a name nobody knows, or nobody there who could agree. */
export function refuseWithoutConsent(terminal: Terminal, options: ConsentOptions): void {
  for (const kind of options.allow)
    if (!Object.hasOwn(effectTypes, kind))
      throw new UsageError(
        `--allow ${kind}: no such effect; there is ${Object.keys(effectTypes).join(', ')}`,
      );
  if (!options.yes && !terminal.interactive && !terminal.answers)
    throw new UsageError(
      'nothing was changed: there is no terminal to confirm on. With --yes values are changed without asking; each kind of effect has to be allowed by name (--allow service.restart)',
    );
}

/** Effects taken out before, by hand: not asked about again, and not done. */
type IsDeclined = (effect: Effect) => boolean;

/** What the person agrees to: from the options, or asked. */
export async function agree(
  terminal: Terminal,
  context: RunContext,
  plan: Plan,
  options: ConsentOptions,
  { canSave = false, isDeclined = () => false }: { canSave?: boolean; isDeclined?: IsDeclined } = {},
): Promise<Agreement> {
  const { yes = false, allow, keepWithoutEffects, breakLock } = options;
  const open = effectQuestions(plan, isDeclined, terminal.width).filter(({ kind }) => !allow.includes(kind));
  if (yes) {
    for (const { kind, hosts } of open)
      terminal.say(`${kind} is needed on ${hosts} of the hosts and not allowed (--allow ${kind}).`);
    return agreed(allow, isDeclined, keepWithoutEffects ?? false, breakLock);
  }
  const answer = await confirmPlan(terminal, await openAsker(terminal, 'this has to be confirmed'), {
    what: plan.undoes === undefined ? 'Apply this plan' : `Take run ${plan.undoes} back`,
    hosts: hostsToChange(plan),
    effects: open,
    keepWithoutEffects,
    canSave,
    explain: () => requestsText(explainPlan(plan, context.speaker, context.limits), terminal),
  });
  return answer.answer === 'yes'
    ? agreed([...allow, ...answer.allowed], isDeclined, answer.keepWithoutEffects, breakLock)
    : { answer: answer.answer };
}

const agreed = (
  allowed: readonly string[],
  isDeclined: IsDeclined,
  keepWithoutEffects: boolean,
  breakLock: string | undefined,
): Agreement => ({
  answer: 'yes',
  consent: {
    effect: (_host, effect) => allowed.includes(effect.kind) && !isDeclined(effect),
    keepWithoutEffects,
    breakLock,
  },
});

export const hostsToChange = (plan: Plan): number =>
  plan.hosts.filter(({ changes, effects }) => changes.length + effects.length > 0).length;

export const explainPlan = (
  plan: Plan,
  speaker: Speaker,
  { leaseSeconds, guardSeconds }: Limits = defaultLimits,
): readonly HostExplanation[] =>
  plan.hosts.map((host) => {
    const requests = requestsOfPlan(host, speaker, leaseSeconds, guardSeconds);
    return { host: host.host, requests, changes: requests.length > 0 };
  });

function effectQuestions(plan: Plan, isDeclined: IsDeclined, width: number): readonly EffectQuestion[] {
  const all = plan.hosts.flatMap(({ host, effects }) =>
    effects.filter((effect) => !isDeclined(effect)).map((effect) => ({ host, effect })),
  );
  return [...Map.groupBy(all, ({ effect }) => effect.kind)].map(([kind, wanted]) => ({
    kind,
    valuesMayWait: effectTypes[kind].valuesMayWait,
    hosts: new Set(wanted.map(({ host }) => host)).size,
    blastRadius: wanted
      .flatMap(({ host, effect }) => [
        indented(`${host}: ${describeEffect(effect)}`, width, 2, 2),
        ...effect.blastRadius.map((who) => indented(`- ${printable(who)}`, width, 4, 2)),
      ])
      .join('\n'),
  }));
}
