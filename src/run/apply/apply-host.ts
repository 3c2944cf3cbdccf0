import type { Journal } from '../../journal/journal.ts';
import { takeLock } from '../../journal/locks.ts';
import { RefusedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { machineKey } from '../../model/machine.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { HostPlan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import type { ExactHostPlan } from '../../plan/assemble.ts';
import { endHives, takeDeadMountsAway } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { outcome, outcomeOfError } from '../outcomes.ts';
import { unsealHostPlan } from '../planning/seal.ts';
import { carryOut } from './carry-out.ts';
import type { Consent } from './consent.ts';
import type { HostWork } from './host-work.ts';
import type { LeftRun } from './left-runs.ts';
import { prepare } from './prepare.ts';
import { afterUndoing, type Settled, settleOpenRuns, stuckOutcome } from './settle.ts';

/** Applies one host's part of a plan. Never rejects for what a host does; its failure is the outcome of this host. */
export async function applyHost(
  context: RunContext,
  journal: Journal,
  run: string,
  host: Host,
  shown: HostPlan,
  consent: Consent,
  { undoes, createdAt: plannedAt }: { readonly undoes: string | undefined; readonly createdAt: string },
  left: readonly LeftRun[],
): Promise<HostOutcome> {
  if (context.cancellation.stopping)
    return outcome(host.name, 'cancelled', 'not begun: cancelled', { connections: 0 });
  let work: HostWork | undefined;
  let settled: readonly Settled[] = [];
  try {
    const plan = await unsealHostPlan(context.backups, shown);
    context.watch({ kind: 'host-step', host: host.name, step: 'connecting' });
    const session = await Session.open(host, context, [run, ...left.map((each) => each.run)]);
    session.hidesValues = plan.changes.some(({ sensitive }) => sensitive);
    work = { context, journal, run, host, plan, consent, plannedAt, undoes, left, session, connections: 1 };
    refuseAnotherMachine(plan, session);
    session.hives.append = (entry) => journal.append(entry);
    const ended = await underLock(work, async (locked) => {
      settled = await settleOpenRuns(locked);
      await takeDeadMountsAway(session);
      const stuck = settled.find(({ report }) => report.state === 'stuck');
      return stuck ? stuckOutcome(locked, stuck) : carryOut(locked, await prepare(locked), settled);
    });
    return await endHives(work.session, ended);
  } catch (error) {
    const failed = outcomeOfError(host.name, error, work?.connections ?? 1);
    return await endHives(work?.session, afterUndoing(settled, failed));
  } finally {
    await work?.session.close();
  }
}

/** A plan is bound to the machine that it was made for, and to the key that this machine showed. */
function refuseAnotherMachine(plan: ExactHostPlan, session: Session): void {
  const { machine } = session.hello;
  const found = `${printable(machine.name)} (MachineGuid ${printable(machine.guid)}, installed ${printable(machine.installedAt)})`;
  if (machineKey(machine) !== machineKey(plan.machine))
    throw new RefusedError(
      `${plan.host}: the plan was made for ${plan.machine.name} (MachineGuid ${plan.machine.guid}, installed ${plan.machine.installedAt}), ` +
        `but ${found} answers. Make a new plan`,
    );
  if (session.hostKey !== plan.hostKey)
    throw new RefusedError(
      `${plan.host}: the plan was made over host key ${plan.hostKey || '(none)'}, this line shows ${session.hostKey || '(none)'}. Make a new plan`,
    );
}

async function underLock(
  work: HostWork,
  use: (work: HostWork) => Promise<HostOutcome>,
): Promise<HostOutcome> {
  const { context, host, session, run, consent } = work;
  const { speaker, clock } = context;
  const lock = await takeLock(
    context.data.locks,
    session.hello.machine,
    {
      run,
      host: host.name,
      person: speaker.person,
      controller: speaker.controller,
      pid: process.pid,
      at: clock().toISOString(),
    },
    consent.breakLock,
  );
  if (lock.resumed)
    context.watch({
      kind: 'host-step',
      host: host.name,
      step: `taking over from run ${lock.resumed.run}, which ended here without a word`,
    });
  try {
    // An unfinished run needs no lock here any more: the host keeps its own, with the record, until the next contact settles it.
    return await use(work);
  } finally {
    await lock.release();
  }
}
