import type { Effect, EffectCall } from '../../model/effect.ts';
import { GarbledError, HostError, RefusedError, WaitsError } from '../../model/errors.ts';
import type { GuardRemoval } from '../../model/guard.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { Precondition } from '../../model/precondition.ts';
import { counted } from '../../model/printable.ts';
import type { ExactChange } from '../../plan/assemble.ts';
import { unverified } from '../../plan/compare.ts';
import { readStates } from '../observe/read-states.ts';
import { nameEffect, typeOf } from '../tables.ts';
import { armGuard, confirmGuarded, endUnwritten, guardReasons } from './guard.ts';
import { type HostWork, step } from './host-work.ts';
import { keptOutcome } from './kept-outcome.ts';
import { nothingToDo } from './nothing-to-do.ts';
import { awaitClosed, preconditionsOf, waits, whoHasOpen } from './open-applications.ts';
import type { Prepared } from './prepare.ts';
import { CancelledError, NotVerifiedError, putBack } from './put-back.ts';
import { rebootHost } from './reboot-host.ts';
import { sayOfWhat } from './say-of-what.ts';
import { asTried, setChanges, shown } from './set-changes.ts';
import type { Settled } from './settle.ts';
import { armTimedUndo, endTimedUndo } from './timed-undo.ts';

/**
 * Does what was prepared: backup on both sides, values one by one, verification of all, effects, verification again, kept. Whatever goes
 * wrong after the backup ends in `putBack`.
 */
export async function carryOut(
  work: HostWork,
  prepared: Prepared,
  settled: readonly Settled[],
): Promise<HostOutcome> {
  const { journal, host } = work;
  for (const change of prepared.already)
    await journal.append({ event: 'already-so', host: host.name, change: change.id });
  if (prepared.changes.length === 0 && prepared.effects.length === 0)
    return endTimedUndo(work, nothingToDo(work, prepared, settled));
  const preconditions = preconditionsOf(
    work.plan.preconditions ?? [],
    prepared.changes.map(({ resource }) => resource),
  );
  await awaitClosed(work, preconditions);
  await backUp(work, prepared.changes);
  try {
    await beginOnHost(work, prepared.changes);
  } catch (error) {
    if (!(error instanceof HostError)) return putBack(work, prepared, error);
    // The host said no before anything was set: there is nothing to put back.
    await journal.append({ event: 'failed', host: host.name, step: 'begin', why: error.message });
    throw new RefusedError(`${error.message.replace(/\.$/, '')}. Nothing was written`, { cause: error });
  }
  let kept: Kept;
  try {
    await armTimedUndo(work, prepared);
    const isGuarded = guardReasons(prepared.changes, prepared.effects).length > 0;
    if (isGuarded) await armGuard(work, prepared);
    await refuseOpened(work, prepared, preconditions);
    await setChanges(work, prepared.changes);
    const standing = isGuarded ? asTried(prepared.changes) : prepared.changes;
    await verifyAll(work, standing);
    refuseWhenStopping(work, prepared);
    const restarts = prepared.effects.filter((effect) => effect.kind !== 'reboot');
    for (const effect of restarts) await causeEffect(work, effect);
    if (restarts.length > 0) await verifyAll(work, standing);
    kept = await keep(work, prepared);
  } catch (error) {
    if (error instanceof RefusedError || error instanceof WaitsError) throw error;
    return putBack(work, prepared, error);
  }
  // A boot finds nothing to undo: only a run that was kept goes down with Windows.
  const reboot = prepared.effects.find((effect) => effect.kind === 'reboot');
  const ended = reboot
    ? await rebootHost(work, prepared, reboot, kept.notInForce)
    : keptOutcome(work, prepared, kept.notInForce);
  const told = kept.guard === 'left' ? { ...ended, details: [...ended.details, GUARD_LEFT] } : ended;
  return endTimedUndo(work, told);
}

/** Once more, right before the first set: arming the guard takes a while. Ends the run, which has written nothing, when somebody has it open. */
async function refuseOpened(
  work: HostWork,
  prepared: Prepared,
  preconditions: readonly Precondition[],
): Promise<void> {
  const open = await whoHasOpen(work.session, preconditions);
  if (open.length === 0) return;
  const error = waits(open);
  await endUnwritten(work, prepared, error.message);
  throw error;
}

interface Kept {
  readonly notInForce: readonly string[];
  readonly guard: GuardRemoval;
}

/**
 * Ctrl-C lets a host finish whose changes are all verified; one that still needs an effect is not finished, and what cannot be taken back
 * is not begun any more.
 */
function refuseWhenStopping({ context }: HostWork, { effects }: Prepared): void {
  const [first] = effects;
  if (first && context.cancellation.stopping)
    throw new CancelledError(`cancelled before ${nameEffect(first)}`);
}

/** The exact previous state, on the controller's disk, before anything is sent that could change it. */
async function backUp(work: HostWork, changes: readonly ExactChange[]): Promise<void> {
  const { context, journal, run, host, session } = work;
  step(work, 'writing the backup');
  const backup = await context.backups.saveHost(run, host.name, changes.map(asHostChange));
  await journal.append({
    event: 'host-begun',
    host: host.name,
    machine: session.hello.machine,
    changes: changes.map((change) => ({
      ...change,
      before: shown(work, change, change.before),
      after: shown(work, change, change.after),
    })),
    backup,
  });
}

const asHostChange = ({ id, resource, before, after }: ExactChange) => ({ id, resource, before, after });

async function beginOnHost(work: HostWork, changes: readonly ExactChange[]): Promise<void> {
  const { context, run, session, consent } = work;
  // The lock of somebody else whom the person named; our own was given back when earlier runs were settled.
  const breaks = session.hello.lock?.run === consent.breakLock ? consent.breakLock : undefined;
  const { record } = await session.request('begin', {
    run,
    speaker: context.speaker,
    leaseSeconds: context.limits.leaseSeconds,
    changes: changes.map(asHostChange),
    ...(breaks === undefined ? {} : { breaks }),
  });
  await work.journal.append({ event: 'record-written', host: work.host.name, record });
}

/** All values once more, together: one change may have undone another. */
async function verifyAll(work: HostWork, changes: readonly ExactChange[]): Promise<void> {
  step(work, `verifying ${counted(changes.length, 'value')}`);
  const observed = await readStates(
    work.session,
    changes.map((change) => change.resource),
  );
  const problems = unverified(changes, observed, typeOf);
  if (problems.length > 0) throw new NotVerifiedError(problems.join('; '));
  await work.journal.append({ event: 'verified', host: work.host.name });
}

/** An effect runs on the host as one transaction; afterwards exactly what ran before must run. */
async function causeEffect(work: HostWork, effect: Effect): Promise<void> {
  const { kind, target } = effect;
  const { host, journal, run, session } = work;
  step(work, nameEffect(effect));
  await journal.append({ event: 'effect-intended', host: host.name, effect: effect.id });
  const asked = { run, id: effect.id, kind, target } as { run: string; id: string } & EffectCall;
  const onProgress = (text: string, seconds: number) => step(work, `${text} (${seconds} s)`);
  const result = await sayOfWhat(
    host.name,
    nameEffect(effect),
    session.request('effect', asked, { onProgress }),
  );
  if (!('before' in result)) throw new GarbledError(`${host.name}: a restart was answered as a reboot`);
  const missing = result.before.filter(
    ({ service, status }) =>
      !result.after.some((after) => after.service === service && after.status === status),
  );
  if (missing.length > 0)
    throw new NotVerifiedError(
      `after ${nameEffect(effect)} not as before: ${missing.map(({ service }) => service).join(', ')}`,
    );
  await journal.append({ event: 'effect-done', host: host.name, effect: effect.id, result });
}

const GUARD_LEFT =
  'the task of the guard could not be taken away; it finds this run kept and nothing to do (setright guard list shows it)';

/** A guarded run is kept by the word of a new connection only. */
async function sayKept(
  work: HostWork,
  prepared: Prepared,
  notInForce: readonly string[],
): Promise<GuardRemoval> {
  const { host, journal, run } = work;
  const isGuarded = work.guardSeconds !== undefined;
  const guard = isGuarded ? await confirmGuarded(work, prepared, notInForce) : 'none';
  if (!isGuarded) await work.session.request('keep', { run, notInForce });
  await journal.append({ event: 'kept', host: host.name, notInForce });
  if (isGuarded) await journal.append({ event: 'guard-removed', host: host.name, guard });
  return guard;
}

/** What a reboot is still to put in force is not, until it was seen to have happened. */
async function keep(work: HostWork, prepared: Prepared): Promise<Kept> {
  const kept = prepared.changes.map((change) => change.id);
  const waiting = [...prepared.declined, ...prepared.effects.filter(({ kind }) => kind === 'reboot')];
  const ids = waiting.flatMap((effect) => effect.putsInForce).filter((id) => kept.includes(id));
  const notInForce = [...new Set(ids)];
  return { notInForce, guard: await sayKept(work, prepared, notInForce) };
}
