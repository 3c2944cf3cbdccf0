import { findAppliedRun } from '../../journal/find-applied-run.ts';
import { hostsOf, tellHost } from '../../journal/run-story.ts';
import type { Plan } from '../../model/plan.ts';
import { planText } from '../../report/plan-text.ts';
import { indented } from '../../report/wrap.ts';
import type { Consent } from '../../run/apply/consent.ts';
import { readLeftRuns } from '../../run/apply/left-runs.ts';
import { planRollback } from '../../run/planning/plan-rollback.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ConsentOptions } from '../options.ts';
import { askToClose } from '../steps/ask-to-close.ts';
import { carryOutPlan, leftOutOutcome, worstOf } from '../steps/carry-out-plan.ts';
import { agree, CANCELLED, hostsToChange, refuseWithoutConsent } from '../steps/consent.ts';
import { type Fleet, openFleet } from '../steps/fleet.ts';

export async function takeRunBack(
  terminal: Terminal,
  wanted: string,
  selectors: readonly string[],
  options: ConsentOptions,
): Promise<number> {
  refuseWithoutConsent(terminal, options);
  const fleet = await openFleet(terminal, options);
  const limited = selectors.length > 0 || options.limit.length > 0;
  const chosen = limited
    ? new Set(fleet.select(selectors.length > 0 ? selectors : ['all']).map(({ name }) => name))
    : undefined;
  return takeBack(terminal, fleet, wanted, chosen, options);
}

/** Plans the rollback of a run from what its hosts hold now, shows it, asks, and carries it out. */
export async function takeBack(
  terminal: Terminal,
  fleet: Fleet,
  wanted: string,
  chosen: ReadonlySet<string> | undefined,
  options: ConsentOptions,
): Promise<number> {
  const plan = await planTakingBack(terminal, fleet, wanted, chosen);
  if (fleet.context.cancellation.stopping) {
    terminal.tell('Cancelled: nothing was changed.');
    return CANCELLED;
  }
  const show = options.yes ? terminal.say : terminal.tell;
  show(`${planText(plan, terminal, 'titles', fleet.context.limits.guardSeconds)}\n`);
  if (hostsToChange(plan) === 0 && !(await isLeft(fleet, plan))) return nothingToTakeBack(terminal, plan);
  if (hostsToChange(plan) === 0) return (await carryOutPlan(terminal, fleet, plan, NOTHING_ALLOWED)).exitCode;
  const agreement = await agree(terminal, fleet.context, plan, options);
  if (agreement.answer !== 'yes') {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const skipped = await askToClose(terminal, fleet, plan, options);
  if (!skipped) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  return (await carryOutPlan(terminal, fleet, plan, agreement.consent, undefined, skipped)).exitCode;
}

async function planTakingBack(
  terminal: Terminal,
  fleet: Fleet,
  wanted: string,
  chosen: ReadonlySet<string> | undefined,
): Promise<Plan> {
  const { journal, newer } = await findAppliedRun(fleet.context.data.runs, wanted);
  const { records, header } = journal;
  if (newer.length > 0)
    terminal.tell(
      `The last run that applied something is ${header.run}; newer, and passed over: ${newer.join(', ')}`,
    );
  const names = hostsOf(records).filter(
    (name) => (chosen?.has(name) ?? true) && tellHost(records, name).changes.length > 0,
  );
  await fleet.unlock(fleet.known(names));
  return fleet.atWork(names, (context) => planRollback(context, header.run, fleet.hosts, chosen));
}

/** A run without an end is settled, and its end written down, even when its hosts read as before already. */
async function isLeft({ context }: Fleet, plan: Plan): Promise<boolean> {
  const left = await readLeftRuns(context.data.runs);
  return plan.hosts.some(({ host }) => left.get(host)?.some(({ run }) => run === plan.undoes));
}

const NOTHING_ALLOWED: Consent = { effect: () => false, keepWithoutEffects: false, breakLock: undefined };

/** Everything reads as before, or nothing of it may be touched: conflicts need a person. */
function nothingToTakeBack(terminal: Terminal, plan: Plan): number {
  const leftOut = plan.leftOut.map(leftOutOutcome);
  const conflicts = plan.hosts.some((host) => host.conflicts.length > 0);
  const exitCode = worstOf(conflicts ? 4 : 0, leftOut);
  terminal.result(
    () => ({
      schema: 'setright/rollback@1',
      run: null,
      plan: plan.id,
      undoes: plan.undoes,
      exitCode,
      chainHead: null,
      hosts: leftOut,
    }),
    () =>
      [
        ...nothingTakenBack(plan, conflicts),
        ...leftOut.map(({ host, summary }) => indented(`${host}: ${summary}`, terminal.width, 0, 2)),
      ].join('\n'),
  );
  return exitCode;
}

/** Of the hosts that could be asked. */
function nothingTakenBack({ hosts }: Plan, conflicts: boolean): readonly string[] {
  if (hosts.length === 0) return ['Nothing was changed.'];
  return [
    conflicts
      ? 'Nothing was changed: what these hosts hold now was not written by that run.'
      : `Nothing to do: ${hosts.map(({ host }) => host).join(', ')} read as before that run.`,
  ];
}
