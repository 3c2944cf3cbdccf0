import { findAppliedRun } from '../../journal/find-applied-run.ts';
import type { ReadJournal } from '../../journal/read-journal.ts';
import { tellHost } from '../../journal/run-story.ts';
import { RefusedError, UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Hello } from '../../model/line.ts';
import { machineKey } from '../../model/machine.ts';
import type { HostLeftOut, HostPlan, Plan } from '../../model/plan.ts';
import type { ExactChange, ExactHostPlan } from '../../plan/assemble.ts';
import { invertChanges, invertEffects } from '../../plan/invert.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { readStarts, waitingFor } from '../observe/in-force.ts';
import { readStates } from '../observe/read-states.ts';
import { unfinishedRuns } from '../observe/survey-outcome.ts';
import { outcomeOfError } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { freezePlan } from './make-plan.ts';

/**
 * Taking a run back is a plan too: made from what the hosts hold now, shown and confirmed like any other. `wanted` names the run;
 * `chosen` the hosts of it, all of them when undefined.
 */
export async function planRollback(
  context: RunContext,
  wanted: string,
  hosts: ReadonlyMap<string, Host>,
  chosen: ReadonlySet<string> | undefined,
): Promise<Plan> {
  const { journal } = await findAppliedRun(context.data.runs, wanted);
  refuseBroken(journal);
  // In the order of the run's plan: that of its journal depends on which host was quicker.
  const names = journal.header.plan.hosts.map(({ host }) => host).filter((name) => chosen?.has(name) ?? true);
  const touched = names.filter((name) => tellHost(journal.records, name).changes.length > 0);
  if (touched.length === 0)
    throw new UsageError(
      `run ${journal.header.run} changed nothing on ${chosen ? 'these hosts' : 'any host'}; there is nothing to take back. \`setright runs list\` shows the others`,
    );
  const planned = await eachInParallel(touched, context.limits.parallel, (name) =>
    planHost(context, journal, name, hosts.get(name)),
  );
  const plans = planned.flatMap((result) => ('changes' in result ? [result] : []));
  const leftOut = planned.flatMap((result) => ('why' in result ? [result] : []));
  return freezePlan(context, plans, leftOut, journal.header.run);
}

function refuseBroken({ header, broken }: ReadJournal): void {
  if (broken)
    throw new UsageError(
      `run ${header.run}: its journal does not hold at record ${broken.n} (${broken.why}). It is no safe ground for a rollback; ` +
        'the backups and the record on each host still tell what was there before',
    );
}

async function planHost(
  context: RunContext,
  journal: ReadJournal,
  name: string,
  host: Host | undefined,
): Promise<ExactHostPlan | HostLeftOut> {
  if (!host)
    return { host: name, outcome: 'failed', why: `${name}: the inventory no longer names this host` };
  let session: Session | undefined;
  try {
    context.watch({ kind: 'host-started', host: name });
    context.watch({ kind: 'host-step', host: name, step: 'reading what it holds now' });
    session = await Session.open(host, context, [journal.header.run]);
    session.hidesValues = tellHost(journal.records, name).changes.some(({ sensitive }) => sensitive);
    return await invertHost(context, journal, name, session);
  } catch (error) {
    const ended = outcomeOfError(name, error);
    const { status, summary } = ended;
    context.watch({ kind: 'host-ended', host: name, outcome: ended });
    return {
      host: name,
      outcome: status === 'unreachable' || status === 'unknown' ? status : 'failed',
      why: summary,
    };
  } finally {
    await session?.close();
  }
}

async function invertHost(
  context: RunContext,
  journal: ReadJournal,
  name: string,
  session: Session,
): Promise<ExactHostPlan> {
  const original = planOf(journal, name);
  const { machine } = session.hello;
  if (machineKey(machine) !== machineKey(original.machine))
    throw new RefusedError(
      `${name}: the run was on ${original.machine.name} (${original.machine.guid}), another machine answers now`,
    );
  refuseUnfinished(name, session.hello, journal.header.run);
  const made = await madeChanges(context, journal, name);
  session.hidesValues = made.some(({ sensitive }) => sensitive);
  const observed = await readStates(
    session,
    made.map(({ resource }) => resource),
  );
  const isOpen = session.hello.runs.some(({ run, state }) => run === journal.header.run && state === 'open');
  const inverse = invertChanges(made, observed, typeOf, isOpen);
  const isWaiting = waitingFor(session.hello, await readStarts(session, original.effects));
  const reasons = [
    `${inverse.changes.length} of ${made.length} values still hold what run ${journal.header.run} wrote`,
    ...inverse.already.map((where) => `${where} reads as before already`),
    ...inverse.conflicts.map((conflict) => `left alone: ${conflict}`),
  ];
  return {
    host: name,
    machine,
    hostKey: session.hostKey,
    findings: [
      { remedy: 'rollback', verdict: inverse.changes.length > 0 ? 'noncompliant' : 'compliant', reasons },
    ],
    changes: inverse.changes,
    effects: invertEffects(original.effects, made, inverse, isWaiting),
    ...(original.preconditions ? { preconditions: original.preconditions } : {}),
    conflicts: inverse.conflicts,
    advice: [],
    ...(session.hives.mounted.size > 0 ? { hives: [...session.hives.mounted] } : {}),
  };
}

/**
 * The run itself may be open: its apply undoes it first, to the same end. Another one that is, an earlier rollback of it too, would be undone
 * first as well, and the host would not be what the plan was made from.
 */
function refuseUnfinished(name: string, hello: Hello, own: string): void {
  const others = unfinishedRuns(name, { ...hello, runs: hello.runs.filter(({ run }) => run !== own) });
  if (others.length > 0) throw new RefusedError(`${name}: ${others.join('; ')}`);
}

function planOf(journal: ReadJournal, name: string): HostPlan {
  const plan = journal.header.plan.hosts.find(({ host }) => host === name);
  if (!plan)
    throw new UsageError(`run ${journal.header.run} has no plan for ${name}; its journal is incomplete`);
  return plan;
}

/** What the run set out to change on this host, with the exact states of its backup. */
async function madeChanges(
  context: RunContext,
  journal: ReadJournal,
  name: string,
): Promise<readonly ExactChange[]> {
  const { changes } = tellHost(journal.records, name);
  const backup = await context.backups.loadHost(journal.header.run, name);
  const exact = new Map(backup.map((change) => [change.id, change]));
  return changes.map((change) => {
    const states = exact.get(change.id);
    if (!states)
      throw new UsageError(`run ${journal.header.run}: its backup of ${name} lacks change ${change.id}`);
    return { ...change, before: states.before, after: states.after };
  });
}
