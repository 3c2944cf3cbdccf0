import type { Effect } from '../../model/effect.ts';
import { ExpectedError, HostError, RefusedError } from '../../model/errors.ts';
import type { GuardRemoval } from '../../model/guard.ts';
import { machineKey } from '../../model/machine.ts';
import type { Change } from '../../model/plan.ts';
import { unverified } from '../../plan/compare.ts';
import { Session } from '../connect/session.ts';
import { readStates } from '../observe/read-states.ts';
import { messageOf } from '../outcomes.ts';
import { nameEffect, typeOf } from '../tables.ts';
import { claimLock } from './claim-lock.ts';
import { type HostWork, step } from './host-work.ts';
import type { Prepared } from './prepare.ts';
import { asTried, setTried } from './set-changes.ts';
import { ownReport } from './undone-outcome.ts';

/** No new connection could confirm a guarded run; the old one is still there to take it back. */
class NotConfirmedError extends ExpectedError {}

/** Why this change is made under the guard only; undefined for one that needs none. What is sensitive is judged by its place alone. */
const guardReason = ({ resource, after }: Pick<Change, 'resource' | 'after'>): string | undefined =>
  typeOf(resource).cutsLine(resource, after.status === 'sealed' ? { status: 'present', value: null } : after);

/** A restart stops services: whatever it is for, what ran before has to run again. A reboot is of a run that was kept: nothing is to be undone. */
export const guardReasons = (
  changes: readonly Pick<Change, 'resource' | 'after'>[],
  effects: readonly Effect[],
): readonly string[] => [
  ...changes.flatMap((change) => guardReason(change) ?? []),
  ...effects
    .filter(({ kind }) => kind === 'service.restart')
    .map((effect) => `${nameEffect(effect)} stops services`),
];

/** Ends a run that was begun on the host and has set nothing yet: as if it had never been. */
export async function endUnwritten(work: HostWork, prepared: Prepared, why: string): Promise<void> {
  const { journal, host, run, session } = work;
  const report = await session.request('undo', { run });
  await journal.append({
    event: 'undone',
    host: host.name,
    of: run,
    report: ownReport(work, prepared, report),
  });
  await journal.append({ event: 'failed', host: host.name, step: 'begin', why });
}

/**
 * Registers the undo on the host, and has it rehearsed, before anything is set. Throws RefusedError, with the run ended and nothing
 * written, when the host cannot arm it.
 */
export async function armGuard(work: HostWork, prepared: Prepared): Promise<void> {
  const { context, journal, host, run, session } = work;
  const seconds = context.limits.guardSeconds;
  step(work, 'arming the guard');
  try {
    await session.request(
      'guard',
      { run, seconds },
      { onProgress: (text, waited) => step(work, `${text} (${waited} s)`) },
    );
  } catch (error) {
    throw await refuseUnarmed(work, prepared, error);
  }
  work.guardSeconds = seconds;
  await journal.append({ event: 'guard-armed', host: host.name, seconds });
}

/** What could not be armed ends the run before it began; anything but the host's own word goes on up. */
export async function refuseUnarmed(work: HostWork, prepared: Prepared, error: unknown): Promise<unknown> {
  if (!(error instanceof HostError)) return error;
  await endUnwritten(work, prepared, error.message);
  return new RefusedError(`${error.message}. Nothing was written`, { cause: error });
}

/**
 * Ends a guarded run: a second connection comes about and reads every new state there. What was only tried is set for good then, by the
 * first, and read by the second. Only then does the first one hand the run over, and the second says that it may stay. Throws before that
 * while the first can still undo.
 */
export async function confirmGuarded(
  work: HostWork,
  { changes }: Prepared,
  notInForce: readonly string[],
): Promise<GuardRemoval> {
  const { run, session: first } = work;
  step(work, 'confirming over a new connection');
  const second = await openSecond(work, asTried(changes));
  try {
    if (await setTried(work, changes)) await readNew(work, second, changes).catch(refuseToConfirm);
    await first.request('yield', { run });
  } catch (error) {
    second.drop();
    throw error;
  }
  await first.close();
  second.hives.takeOver(first.hives);
  work.session = second;
  return (await confirm(work, notInForce)).guard;
}

async function openSecond(work: HostWork, changes: Prepared['changes']): Promise<Session> {
  const { context, host, run, session: first } = work;
  let second: Session | undefined;
  try {
    work.connections += 1;
    second = await Session.open(host, context, [run]);
    second.hidesValues = first.hidesValues;
    second.hives.append = first.hives.append;
    const isSame =
      machineKey(second.hello.machine) === machineKey(first.hello.machine) &&
      second.hostKey === first.hostKey;
    if (!isSame) throw new NotConfirmedError('another machine, or another host key, answers now');
    await readNew(work, second, changes);
    return second;
  } catch (error) {
    second?.drop();
    return refuseToConfirm(error);
  }
}

async function readNew(
  { journal, host }: HostWork,
  second: Session,
  changes: Prepared['changes'],
): Promise<void> {
  const resources = changes.map(({ resource }) => resource);
  const observed = await readStates(second, resources);
  const problems = unverified(changes, observed, typeOf);
  if (problems.length > 0) throw new NotConfirmedError(problems.join('; '));
  await journal.append({ event: 'verified', host: host.name });
}

/** The first connection is not the one that failed. */
function refuseToConfirm(error: unknown): never {
  if (!(error instanceof ExpectedError)) throw error;
  throw new NotConfirmedError(`not confirmed over a new connection: ${messageOf(error)}`, { cause: error });
}

/** The process behind the first connection has handed the run over, and may be there still. */
async function confirm(work: HostWork, notInForce: readonly string[]) {
  const { run, session } = work;
  try {
    return await session.request('confirm', { run, notInForce });
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'locked') throw error;
    await session.greet([run]);
    await claimLock(work, run);
    return session.request('confirm', { run, notInForce });
  }
}
