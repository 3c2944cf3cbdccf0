import type { HostRun } from '../../model/host-record.ts';
import { machineKey } from '../../model/machine.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { unverified } from '../../plan/compare.ts';
import { takeDeadMountsAway } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import { readStates } from '../observe/read-states.ts';
import { messageOf, outcome } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { claimLock } from './claim-lock.ts';
import { type HostWork, step } from './host-work.ts';
import { keptOutcome } from './kept-outcome.ts';
import type { Prepared } from './prepare.ts';
import { ownReport, undoneOutcome } from './undone-outcome.ts';

const ATTEMPTS = 3;

/**
 * The line was lost with changes under way: opens a new one, only to read from the host how the run ended there. Never guesses; without
 * an answer the host is `unfinished` and keeps its lock until the next contact.
 */
export async function learnOutcome(
  work: HostWork,
  prepared: Prepared,
  cause: string,
  details: readonly string[],
): Promise<HostOutcome> {
  const problems = [...details];
  work.session.drop();
  const { cancellation, clock, limits } = work.context;
  // A guarded host comes back when its guard has fired.
  const until = clock().getTime() + (work.guardSeconds === undefined ? 0 : work.guardSeconds + 60) * 1000;
  const isTime = (attempt: number) => attempt <= ATTEMPTS || clock().getTime() < until;
  for (let attempt = 1; isTime(attempt) && !cancellation.dropped.aborted; attempt += 1) {
    step(work, `line lost; asking the host how it ended (attempt ${attempt})`);
    try {
      const machine = work.session.hello.machine;
      work.connections += 1;
      work.session = await Session.open(work.host, work.context, [work.run]);
      work.session.hives.append = (entry) => work.journal.append(entry);
      work.session.hidesValues = prepared.changes.some(({ sensitive }) => sensitive);
      if (machineKey(work.session.hello.machine) !== machineKey(machine)) {
        problems.push('another machine answers now');
        break;
      }
      return await readEnd(work, prepared, cause, details);
    } catch (error) {
      problems.push(messageOf(error));
      await work.session.close();
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, 10) * limits.pauseSeconds * 1000));
    }
  }
  return outcome(
    work.host.name,
    'unfinished',
    `${cause}; the host could not be asked how it ended. It undoes by itself when it can; apply, or rollback of run ${work.run}, settles it`,
    { details: problems, connections: work.connections },
  );
}

async function readEnd(
  work: HostWork,
  prepared: Prepared,
  cause: string,
  details: readonly string[],
): Promise<HostOutcome> {
  const { host, run, journal } = work;
  const { runs } = await claimLock(work, run);
  await takeDeadMountsAway(work.session);
  const record = runs.find((each) => each.run === run);
  if (!record)
    return outcome(host.name, 'restored', `${cause}; nothing had been written on the host`, {
      details,
      connections: work.connections,
    });
  if (record.state === 'kept') return readKept(work, prepared, record, cause);
  // Undo is conditional and can be repeated: what the lease restored reads "already" now, and is verified by this very request.
  const report = await work.session.request('undo', { run });
  await journal.append({
    event: 'undone',
    host: host.name,
    of: run,
    report: ownReport(work, prepared, report),
  });
  const hasFired = work.guardSeconds !== undefined && (await guardFired(work));
  const by = hasFired && report.state === 'restored' ? `${cause}; restored by the guard` : cause;
  return undoneOutcome(work, prepared, by, report, details);
}

async function guardFired({ session, run }: HostWork): Promise<boolean> {
  const { guards } = await session.request('guards', { runs: [run] });
  return guards.some((guard) => guard.run === run && guard.state === 'fired');
}

/** The reply to `keep` was lost, not the keeping: the same outcome as if it had been heard, once the values were read. */
async function readKept(
  work: HostWork,
  prepared: Prepared,
  record: HostRun,
  cause: string,
): Promise<HostOutcome> {
  const { host, journal } = work;
  const observed = await readStates(
    work.session,
    prepared.changes.map((change) => change.resource),
  );
  const differing = unverified(prepared.changes, observed, typeOf);
  const notInForce = record.notInForce.map(({ change }) => change);
  await journal.append({ event: 'kept', host: host.name, notInForce });
  if (differing.length === 0) return keptOutcome(work, prepared, notInForce, cause);
  return outcome(host.name, 'stuck', `${cause}; the host kept the run, but ${differing.join('; ')}`, {
    details: [...prepared.notes, ...work.plan.conflicts],
    connections: work.connections,
  });
}
