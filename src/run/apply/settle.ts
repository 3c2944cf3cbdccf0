import { HostError, RefusedError, UnfinishedError } from '../../model/errors.ts';
import type { HostLock, HostRun, UndoReport } from '../../model/host-record.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import { messageOf, outcome } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { claimLock } from './claim-lock.ts';
import type { HostWork } from './host-work.ts';
import { step } from './host-work.ts';
import { isKeptForATime, isOnMachine } from './left-runs.ts';
import { otherRecord } from './same-record.ts';
import { shownReport } from './shown-report.ts';
import { describeStuck } from './undone-outcome.ts';

/** An earlier run that this contact brought to its end. */
export interface Settled {
  readonly run: string;
  readonly report: UndoReport;
}

export const undoneText = ({ run }: Settled): string =>
  `the unfinished run ${run} was undone: restored and verified`;

/** A contact that then wrote nothing has written all the same, when it undid an earlier run first. */
export const afterUndoing = (settled: readonly Settled[], ended: HostOutcome): HostOutcome => {
  const undone = settled.filter(({ report }) => report.state === 'restored').map(undoneText);
  return undone.length === 0
    ? ended
    : { ...ended, summary: `${undone.join('; ')}; of this run: ${ended.summary}` };
};

/**
 * Before anything is compared: runs that the host remembers as open are undone, when they are ours and nobody works on them any
 * more. Those of another controller are left alone unless `--break-lock` names them.
 */
export async function settleOpenRuns(work: HostWork): Promise<readonly Settled[]> {
  const { session, context, consent } = work;
  const held = session.hello.lock;
  const isOurs = held?.controller === context.speaker.controller || held?.run === consent.breakLock;
  const { lock, runs } = held && isOurs ? await claimLock(work, held.run) : session.hello;
  if (lock?.alive && !isOurs) throw new RefusedError(atWork(work.host.name, lock));
  const mayBreak = (run: { run: string; controller: string }) =>
    run.controller === context.speaker.controller || run.run === consent.breakLock;
  await learnEnded(work, runs);
  const settled: Settled[] = [];
  for (const open of runs.filter((run) => run.state === 'open')) {
    if (!mayBreak(open)) throw new RefusedError(leftBehind(work.host.name, open));
    await refuseOtherRecord(work, open.run);
    step(work, `undoing the unfinished run ${open.run}`);
    await work.journal.append({ event: 'undo-intended', host: work.host.name, of: open.run });
    const report = await undoEarlier(work, open.run);
    await work.journal.append({
      event: 'undone',
      host: work.host.name,
      of: open.run,
      report: shownReport(context.backups, report, () => true),
    });
    settled.push({ run: open.run, report });
  }
  // What was undone may not be in force: the host says so only when asked again.
  if (settled.length > 0) await session.greet([work.run]);
  await releaseOwnLock(work);
  const { lock: other } = session.hello;
  if (other && !mayBreak(other)) throw new RefusedError(leftBehind(work.host.name, other));
  return settled;
}

/** A run of ours that had ended, or never wrote anything down: whoever comes next, and sets nothing either, would find its lock still. */
async function releaseOwnLock({ session, context, journal, host, run }: HostWork): Promise<void> {
  const { lock } = session.hello;
  if (lock?.controller !== context.speaker.controller) return;
  await session.request('release', { run: lock.run });
  await journal.append({ event: 'lock-released', host: host.name, of: lock.run });
  await session.greet([run]);
}

/** A record that says something else than our backup of that run is not undone by. */
export async function refuseOtherRecord(
  { context, host, session }: Pick<HostWork, 'context' | 'host' | 'session'>,
  run: string,
): Promise<void> {
  const hidden = session.hidesValues;
  // Exact states of a run whose plan is not at hand: nobody here knows which are sensitive.
  session.hidesValues = true;
  const { records } = await session.request('records', { runs: [run] });
  session.hidesValues = hidden;
  const record = records.find((each) => each.run === run);
  const problem = record && (await otherRecord(context, host.name, run, record.changes));
  if (problem) throw new UnfinishedError(`${host.name}: ${problem}`);
}

/** Once it was asked for, nobody knows what became of it until the host answers: a lost line leaves the earlier run unfinished. */
async function undoEarlier({ session, host }: HostWork, run: string): Promise<UndoReport> {
  try {
    return await session.request('undo', { run });
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw new UnfinishedError(
      `${host.name}: the line was lost while the unfinished run ${run} was being undone (${messageOf(error)}); the next contact goes on`,
      { cause: error },
    );
  }
}

/**
 * Runs of ours that ended on the host without our hearing of it: the lease restored them, or their last reply was lost. The host's record
 * has the word; from now on our journals have it too.
 */
async function learnEnded(
  { journal, host, left, session }: HostWork,
  runs: readonly HostRun[],
): Promise<void> {
  for (const { run, story } of left.filter((each) => isOnMachine(each, session.hello.machine))) {
    const record = runs.find((each) => each.run === run);
    const state = record?.state ?? 'nothing';
    // A run that was kept for a time is that until its host took it back.
    const isSame = isKeptForATime(story) ? state === 'kept' || state === 'nothing' : state === 'stuck';
    if (state === 'open' || isSame) continue;
    await journal.append({ event: 'settled', host: host.name, of: run, state });
  }
}

export const atWork = (host: string, { run, person, controller, at }: HostLock): string =>
  `${host}: run ${printable(run)} of ${printable(person)} at ${printable(controller)} is at work on the host since ${printable(at)}. ` +
  `Wait for it to end, or end it from here with --break-lock ${printable(run)}: what it has set is undone then`;

export function leftBehind(
  host: string,
  { run, person, controller, at }: Pick<HostRun, 'run' | 'person' | 'controller' | 'at'>,
): string {
  if (run === '')
    return `${host}: its lock cannot be read, so nobody knows whose it is. Make sure that nobody is at work there, then remove %ProgramData%\\Setright\\lock.json on the host`;
  if (at === '')
    return `${host}: run ${printable(run)} was left there, and its record cannot be read. See by hand what it has set, then move %ProgramData%\\Setright\\${printable(run)} away on the host`;
  return (
    `${host}: run ${printable(run)} of ${printable(person)} at ${printable(controller)} was left unfinished on the host at ${printable(at)}, and nothing of it runs any more. ` +
    `Ask ${printable(person)}, or undo it from here with --break-lock ${printable(run)}`
  );
}

/** An earlier run that could not be undone whole needs a person before anything new is done here. */
export async function stuckOutcome(work: HostWork, { run, report }: Settled): Promise<HostOutcome> {
  const known = await work.context.backups.loadHost(run, work.host.name).catch(() => []);
  const conflicts = describeStuck(report, (id) => {
    const change = known.find((each) => each.id === id);
    return change ? typeOf(change.resource).describe(change.resource) : `change ${printable(id)}`;
  });
  return outcome(
    work.host.name,
    'stuck',
    `the unfinished run ${run} could not be undone whole: ${conflicts.join('; ')}. Put this right by hand, then setright recover ${work.host.name}; nothing new was done`,
    { details: conflicts, connections: work.connections },
  );
}
