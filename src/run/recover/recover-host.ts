import type { Journal } from '../../journal/journal.ts';
import { takeLock } from '../../journal/locks.ts';
import { ExpectedError, HostError, RefusedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Machine } from '../../model/machine.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { counted, printable } from '../../model/printable.ts';
import { claimLock } from '../apply/claim-lock.ts';
import { step } from '../apply/host-work.ts';
import type { LeftRun } from '../apply/left-runs.ts';
import { atWork, leftBehind } from '../apply/settle.ts';
import { endHives, takeDeadMountsAway } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { messageOf, outcome, outcomeOfError } from '../outcomes.ts';
import { type Looked, look } from './look-host.ts';
import { type SettledRun, settleRun } from './settle-run.ts';

/** What becomes of runs that were left: taken back, or, when all of a run reads as it was wanted, kept. */
export type Recovery = 'undo' | 'keep';

/** One host's part of a recover. */
export interface RecoverWork {
  readonly context: RunContext;
  readonly journal: Journal;
  readonly run: string;
  readonly host: Host;
  readonly session: Session;
  readonly how: Recovery;
  /** The run of another controller that may be settled, and whose lock may be broken. */
  readonly breakLock: string | undefined;
  readonly left: readonly LeftRun[];
  readonly looked: Looked;
}

export type RecoverOrder = Omit<RecoverWork, 'session' | 'looked'>;

/** Settles what earlier runs left on a host, as it is now. Never rejects for what a host does; its failure is the outcome of this host. */
export async function recoverHost(order: RecoverOrder): Promise<HostOutcome> {
  const { context, host, left } = order;
  if (context.cancellation.stopping)
    return outcome(host.name, 'cancelled', 'not begun: cancelled', { connections: 0 });
  let session: Session | undefined;
  const settled: SettledRun[] = [];
  let begun = false;
  try {
    step(order, 'connecting');
    session = await Session.open(host, context);
    session.hives.append = (entry) => order.journal.append(entry);
    const found = await look(session, left);
    const lock = await lockMachine(order, found.machine);
    try {
      const looked = await claimOrRefuse({ ...order, session }, found);
      const work: RecoverWork = { ...order, session, looked };
      begun = true;
      settled.push(...(await takeMountsAway(work)));
      for (const each of looked.runs) settled.push(await settleRun(work, each));
      settled.push(...(await releaseLock(work, settled)));
      return await endHives(session, endOf(host.name, settled));
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (!begun || !(error instanceof ExpectedError))
      return await endHives(session, outcomeOfError(host.name, error));
    const details = settled.map(({ text }) => text);
    const again = `${messageOf(error)}. What was under way there may be done or not: recover it again`;
    return await endHives(session, outcome(host.name, 'unfinished', again, { details }));
  } finally {
    await session?.close();
  }
}

export const lockMachine = (
  { context, run, host, breakLock }: Pick<RecoverOrder, 'context' | 'run' | 'host' | 'breakLock'>,
  machine: Machine,
) =>
  takeLock(
    context.data.locks,
    machine,
    {
      run,
      host: host.name,
      person: context.speaker.person,
      controller: context.speaker.controller,
      pid: process.pid,
      at: context.clock().toISOString(),
    },
    breakLock,
  );

/** A living run of somebody else is ended only by its name. */
async function claimOrRefuse(
  work: RecoverOrder & { readonly session: Session },
  found: Looked,
): Promise<Looked> {
  const { session, context, left, host, breakLock } = work;
  if (!found.lock?.alive) return found;
  const isOurs = found.lock.controller === context.speaker.controller || found.lock.run === breakLock;
  if (!isOurs) throw new RefusedError(atWork(host.name, found.lock));
  await claimLock(work, found.lock.run);
  return look(session, left);
}

/** What its run left open went with the run; this is the lock of one that had ended, or never wrote anything down. */
async function releaseLock(
  work: RecoverWork,
  settled: readonly SettledRun[],
): Promise<readonly SettledRun[]> {
  const { session, host, context, breakLock, journal } = work;
  const { lock } = await session.greet([]);
  if (!lock || settled.some(({ status }) => status === 'refused')) return [];
  if (lock.controller !== context.speaker.controller && lock.run !== breakLock)
    return [{ run: lock.run, status: 'refused', text: leftBehind(host.name, lock) }];
  try {
    await session.request('release', { run: lock.run });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return [{ run: lock.run, status: 'stuck', text: `its lock stays: ${messageOf(error)}` }];
  }
  await journal.append({ event: 'lock-released', host: host.name, of: lock.run });
  return [
    { run: lock.run, status: 'settled', text: `the lock that run ${printable(lock.run)} left is released` },
  ];
}

/** What killed sessions left mounted, those that had to be ended first too. One that stays is told by the end of this session. */
async function takeMountsAway({ session }: RecoverWork): Promise<readonly SettledRun[]> {
  const gone = await takeDeadMountsAway(session);
  const count = gone.filter(({ outcome: how }) => how === 'unmounted').length;
  const text = `${counted(count, 'hive')} unmounted that an ended session had left`;
  return count === 0 ? [] : [{ run: '', status: 'settled', text }];
}

function endOf(host: string, settled: readonly SettledRun[]): HostOutcome {
  if (settled.length === 0) return outcome(host, 'nothing', 'no earlier run left anything here');
  const worst = (['stuck', 'refused'] as const).find((status) =>
    settled.some((each) => each.status === status),
  );
  const bare = settled.map(({ text }) => text.replace(`${host}: `, ''));
  return outcome(host, worst ?? 'recovered', bare.join('; '));
}
