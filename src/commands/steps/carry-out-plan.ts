import { hostsOf, tellHost } from '../../journal/run-story.ts';
import { readRuns } from '../../journal/runs.ts';
import { exitCodeOf, type HostOutcome } from '../../model/outcome.ts';
import type { HostLeftOut, Plan } from '../../model/plan.ts';
import { runText } from '../../report/outcome-text.ts';
import { applyPlan } from '../../run/apply/apply.ts';
import type { Consent } from '../../run/apply/consent.ts';
import type { EndedRun } from '../../run/apply/journalled-run.ts';
import { outcome } from '../../run/outcomes.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { Fleet } from './fleet.ts';

/** Applies a plan that was agreed to and reports how every host of it came out, those that it leaves out included. */
export async function carryOutPlan(
  terminal: Terminal,
  fleet: Fleet,
  plan: Plan,
  consent: Consent,
  chosen?: ReadonlySet<string>,
  skipped: readonly HostOutcome[] = [],
): Promise<EndedRun> {
  const isSkipped = (name: string) => skipped.some(({ host }) => host === name);
  const isChosen = (host: string) => (chosen?.has(host) ?? true) && !isSkipped(host);
  const names = plan.hosts.map(({ host }) => host).filter(isChosen);
  await fleet.unlock(fleet.known(names));
  const run = await fleet.atWork(names, (context) =>
    applyPlan(context, plan, fleet.hosts, consent, new Set(names)),
  );
  const leftOut = [...skipped, ...plan.leftOut.filter(({ host }) => isChosen(host)).map(leftOutOutcome)];
  const ended = {
    ...run,
    outcomes: [...run.outcomes, ...leftOut],
    exitCode: worstOf(run.exitCode, leftOut),
  };
  const verb = plan.undoes === undefined ? 'apply' : 'rollback';
  const leftValues = await hasLeftValues(fleet, run.run);
  terminal.result(
    () => endedDocument(verb, ended, plan),
    () => runText({ ...ended, leftValues }, terminal),
  );
  return ended;
}

/** By its journal, which a rollback goes by: an outcome may be `differs` or `stuck` with values set, or `applied` by undoing an earlier run alone. */
async function hasLeftValues({ context }: Fleet, run: string): Promise<boolean> {
  const journals = await readRuns(context.data.runs, [run]);
  return journals.some(({ records }) =>
    hostsOf(records)
      .map((host) => tellHost(records, host))
      .some(({ changes, end }) => changes.length > 0 && (end === 'kept' || end === 'stuck')),
  );
}

const endedDocument = (verb: 'apply' | 'rollback', ended: EndedRun, plan: Plan) => ({
  schema: `setright/${verb}@1`,
  run: ended.run,
  plan: plan.id,
  ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
  exitCode: ended.exitCode,
  chainHead: ended.chainHead,
  hosts: ended.outcomes,
});

/** A host that the plan could not be made for was not put right either: nobody should read that from its absence. */
export const leftOutOutcome = ({ host, outcome: why, why: said }: HostLeftOut): HostOutcome =>
  outcome(host, why === 'failed' ? 'refused' : why, `not in the plan: ${said}`, { connections: 0 });

/** A run that was cut short says so, unless a host needs a person; then as `exitCodeOf` has it. */
export function worstOf(exitCode: number, leftOut: readonly HostOutcome[]): number {
  const codes = [exitCode, exitCodeOf(leftOut.map(({ status }) => status))];
  return [4, 130, 3, 5, 2].find((code) => codes.includes(code)) ?? exitCode;
}
