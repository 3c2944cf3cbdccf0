import { UsageError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import { lastingFor } from '../../plan/temporary.ts';
import { planText } from '../../report/plan-text.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ConsentOptions } from '../options.ts';
import { readApprovedPlan } from '../steps/approved-plan.ts';
import { askToClose } from '../steps/ask-to-close.ts';
import { carryOutPlan, leftOutOutcome, worstOf } from '../steps/carry-out-plan.ts';
import { agree, CANCELLED, hostsToChange, refuseWithoutConsent } from '../steps/consent.ts';
import { openFleet } from '../steps/fleet.ts';
import type { UndoAfterOptions } from '../steps/undo-after.ts';

export async function applyPlanFile(
  terminal: Terminal,
  path: string,
  selectors: readonly string[],
  options: ConsentOptions & UndoAfterOptions & { readonly digest?: string },
): Promise<number> {
  const plan = await readApprovedPlan(path, options.digest);
  refuseWithoutConsent(terminal, options);
  const fleet = await openFleet(terminal, options);
  const limited = selectors.length > 0 || options.limit.length > 0;
  const chosen = limited
    ? hostsOfPlan(
        plan,
        path,
        fleet.select(selectors.length > 0 ? selectors : ['all']).map(({ name }) => name),
      )
    : undefined;
  const isChosen = ({ host }: { readonly host: string }) => chosen?.has(host) ?? true;
  const undoAfterSeconds = options.undoAfter;
  const shown: Plan = {
    ...plan,
    hosts: plan.hosts.filter(isChosen).map((host) => lastingFor(host, undoAfterSeconds)),
    leftOut: plan.leftOut.filter(isChosen),
  };
  const show = options.yes ? terminal.say : terminal.tell;
  show(`${planText(shown, terminal, 'titles', fleet.context.limits.guardSeconds)}\n`);
  if (hostsToChange(shown) === 0) return nothingToDo(terminal, shown);
  const agreement = await agree(terminal, fleet.context, shown, options);
  if (agreement.answer !== 'yes') {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const skipped = await askToClose(terminal, fleet, shown, options);
  if (!skipped) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const consent = { ...agreement.consent, undoAfterSeconds };
  return (await carryOutPlan(terminal, fleet, plan, consent, chosen, skipped)).exitCode;
}

function hostsOfPlan(plan: Plan, path: string, selected: readonly string[]): ReadonlySet<string> {
  const known = [...plan.hosts, ...plan.leftOut].map(({ host }) => host);
  const chosen = selected.filter((name) => known.includes(name));
  if (chosen.length === 0)
    throw new UsageError(
      `${path}: none of the selected hosts (${selected.join(', ')}) is in this plan; it is for ${known.join(', ')}`,
    );
  return new Set(chosen);
}

function nothingToDo(terminal: Terminal, plan: Plan): number {
  const leftOut = plan.leftOut.map(leftOutOutcome);
  const exitCode = worstOf(0, leftOut);
  terminal.result(
    () => ({
      schema: 'setright/apply@1',
      run: null,
      plan: plan.id,
      exitCode,
      chainHead: null,
      hosts: leftOut,
    }),
    () => 'Nothing to do: the plan changes nothing on these hosts.',
  );
  return exitCode;
}
