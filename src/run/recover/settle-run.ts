import { HostError } from '../../model/errors.ts';
import type { HostChange } from '../../model/host-record.ts';
import { counted, printable } from '../../model/printable.ts';
import { readBoot } from '../apply/await-boot.ts';
import { step } from '../apply/host-work.ts';
import { waitingChanges } from '../apply/left-runs.ts';
import { otherRecord } from '../apply/same-record.ts';
import { leftBehind } from '../apply/settle.ts';
import { shownReport } from '../apply/shown-report.ts';
import { describeStuck, unwrittenOnHost } from '../apply/undone-outcome.ts';
import { readStates } from '../observe/read-states.ts';
import { messageOf } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { type FoundRun, readsAsBefore } from './look-host.ts';
import type { RecoverWork } from './recover-host.ts';

/** One earlier run, and what came of settling it. */
export interface SettledRun {
  readonly run: string;
  readonly status: 'settled' | 'stuck' | 'refused';
  readonly text: string;
}

/** Brings one left run to its end, by the host's own undo or by adopting it, and writes down what the host said. */
export async function settleRun(work: RecoverWork, found: FoundRun): Promise<SettledRun> {
  const { run, state } = found;
  const name = printable(run);
  if (state === 'missing') return ended(work, run, 'nothing', `run ${name} had written nothing here`);
  if (state === 'kept' || state === 'restored') {
    const others = found.changes.filter(
      ({ standing }) => standing !== (state === 'kept' ? 'ours' : 'before'),
    );
    const since = others.length > 0 ? `; ${counted(others.length, 'value')} of it changed since` : '';
    const boot = await toldBoot(work, found);
    return ended(work, run, state, `run ${name} had ended here by itself: ${state}${since}${boot}`);
  }
  if (found.controller !== work.context.speaker.controller && run !== work.breakLock)
    return { run, status: 'refused', text: leftBehind(work.host.name, found) };
  if (state === 'unreadable')
    return {
      run,
      status: 'stuck',
      text: `the record of run ${name} cannot be read: look at %ProgramData%\\Setright\\${name} on the host`,
    };
  return work.how === 'keep' ? adopt(work, found) : undo(work, found);
}

/** A reboot that was asked for and not seen: the time of the last start tells whether it happened. */
async function toldBoot({ session, left }: RecoverWork, { run }: FoundRun): Promise<string> {
  const own = left.find((each) => each.run === run);
  if (!own?.story.awaitsReboot) return '';
  const { runs } = await session.greet([run]);
  const waiting = runs.find((each) => each.run === run)?.notInForce ?? [];
  const { bootedAt } = await readBoot(session);
  if (bootedAt === '') return '; whether Windows was restarted since cannot be told';
  const late = waiting.filter(({ since }) => !(Date.parse(bootedAt) > Date.parse(since)));
  return late.length === 0
    ? `; Windows was started at ${bootedAt}, after it`
    : `; Windows was not restarted since (up since ${bootedAt}): ${counted(late.length, 'value')} set, not in force`;
}

async function ended(
  { journal, host }: RecoverWork,
  run: string,
  state: 'kept' | 'restored' | 'nothing',
  text: string,
): Promise<SettledRun> {
  await journal.append({ event: 'settled', host: host.name, of: run, state });
  return { run, status: 'settled', text };
}

async function undo(work: RecoverWork, { run, changes }: FoundRun): Promise<SettledRun> {
  const { session, journal, host, context } = work;
  const other = await otherRecord(context, host.name, run, work.looked.exact.get(run) ?? []);
  if (other) return { run, status: 'stuck', text: other };
  step(work, `undoing run ${printable(run)}`);
  await journal.append({ event: 'undo-intended', host: host.name, of: run });
  let report: Awaited<ReturnType<typeof session.request<'undo'>>>;
  try {
    report = await session.request('undo', { run });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { run, status: 'stuck', text: `run ${printable(run)} could not be undone: ${messageOf(error)}` };
  }
  await journal.append({
    event: 'undone',
    host: host.name,
    of: run,
    report: shownReport(context.backups, report, () => true),
  });
  const where = (id: string): string => {
    const change = changes.find((each) => each.id === id);
    return change ? typeOf(change.resource).describe(change.resource) : `change ${printable(id)}`;
  };
  const put = report.changes.filter(({ outcome }) => outcome === 'restored' || outcome === 'already');
  const problems = [
    ...describeStuck(report, where),
    ...(report.unwritten ? [unwrittenOnHost(run)] : []),
    ...(await notAsBefore(
      work,
      run,
      put.map(({ change }) => change),
    )),
  ];
  if (problems.length > 0)
    return {
      run,
      status: 'stuck',
      text: `run ${printable(run)} could not be undone whole: ${problems.join('; ')}. Put this right by hand, then recover again`,
    };
  const restored = put.filter(({ outcome }) => outcome === 'restored').length;
  return {
    run,
    status: 'settled',
    text: `run ${printable(run)} undone: ${counted(restored, 'value')} restored, verified`,
  };
}

/** What was put back is read once more; the host's word is not taken for it. */
async function notAsBefore(
  { session, looked }: RecoverWork,
  run: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const changes: readonly HostChange[] = (looked.exact.get(run) ?? []).filter(({ id }) => ids.includes(id));
  const observed = await readStates(
    session,
    changes.map(({ resource }) => resource),
    // The undo had to mount these hives, too.
    true,
  );
  return changes
    .filter((change) => !readsAsBefore(change, observed.of(change.resource)))
    .map(({ resource }) => `${typeOf(resource).describe(resource)} does not read as before`);
}

async function adopt(work: RecoverWork, { run, changes }: FoundRun): Promise<SettledRun> {
  const { session, left } = work;
  step(work, `keeping what run ${printable(run)} set`);
  const own = left.find((each) => each.run === run);
  const notInForce = waitingChanges(
    own,
    changes.filter(({ last }) => last !== null).map(({ id }) => id),
  );
  try {
    await session.request('adopt', { run, notInForce });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const others = changes
      .filter(({ standing }) => standing !== 'ours')
      .map(({ resource, standing }) => `${typeOf(resource).describe(resource)} ${standingText[standing]}`);
    const why = others.length > 0 ? others.join('; ') : messageOf(error);
    return { run, status: 'refused', text: `run ${printable(run)} cannot be kept: ${why}; undo it instead` };
  }
  const waiting =
    notInForce.length > 0 ? `; ${counted(notInForce.length, 'value')} may wait for a restart` : '';
  return ended(work, run, 'kept', `run ${printable(run)} kept: all of it reads as it was wanted${waiting}`);
}

const standingText = {
  ours: 'holds what the run wrote',
  before: 'reads as before the run',
  else: 'holds something else',
  unreadable: 'cannot be read',
} as const;
