import type { ServiceStanding } from '../../../model/effect.ts';
import { HostError } from '../../../model/errors.ts';
import type { HostChange, UndoneChange, UndoReport } from '../../../model/host-record.ts';
import { present, readsAs, type State, sameState } from '../../../model/state.ts';
import { sameName } from '../../../model/windows-name.ts';
import { refuseUnlessOurs, refuseWhileOthersWrite, releaseLock } from '../record/lock.ts';
import { appendStep, findRecord, openEffects, type Step, stepsOf } from '../record/record.ts';
import { endReserve, removeTasksOf } from '../record/run-tasks.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { unmountLeft, withHive } from '../windows/hives.ts';
import { readState, statesBetween, writeState } from '../windows/resources.ts';
import { bringBack } from '../windows/restart.ts';

/** Takes back, in reverse, what still holds our value; writes down how each change came out and how the run ends. */
export function* undoRun(session: Session, run: string): Work<UndoReport> {
  const own = session.open !== undefined && sameName(session.open.run, run);
  if (own) refuseUnlessOurs(session, run);
  else refuseWhileOthersWrite(session);
  const record = findRecord(session.state, run);
  if (!record) throw new HostError('not-in-record', `This host has no record of run ${run}.`);
  const steps = stepsOf(session.state, run);
  session.unwritten = false;
  yield* unmountLeft(session);
  const changes: UndoneChange[] = [];
  for (const change of record.changes.toReversed()) {
    const history = steps.filter((step) => step.change === change.id);
    const undone = history.some(({ step }) => step === 'intended')
      ? yield* withHive(session, change, (noHive) => undoChange(session, run, change, history, noHive))
      : untouched(change);
    changes.push(undone);
    if (undone.outcome === 'untouched') continue;
    addUndoStep(session, run, 'undone', { change: change.id, outcome: undone.outcome });
    yield { kind: 'flushed' };
  }
  const services = yield* endRestarts(session, run, steps, stoppedAgain(record.changes, changes));
  const fine =
    changes.every(({ outcome }) => ['restored', 'already', 'untouched'].includes(outcome)) &&
    services.every(({ status }) => status === 'running');
  const state = fine ? 'restored' : 'stuck';
  addUndoStep(session, run, state, fine ? { notInForce: restoredAfterEffect(steps, changes) } : {});
  releaseLock(session, run);
  removeTasksOf(session, run);
  endReserve(session.state, run);
  if (own) session.open = undefined;
  yield { kind: 'flushed' };
  return { state, changes, services, ...(session.unwritten ? { unwritten: true } : {}) };
}

/** A full disk keeps nothing from being restored. The report says so; the next contact undoes it again, and finds it so. */
export function addUndoStep(session: Session, run: string, step: string, more: object): void {
  try {
    appendStep(session, run, step, more);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    session.unwritten = true;
  }
}

/** Services that ran only because this run had started them; they are stopped, as they were before. */
const stoppedAgain = (changes: readonly HostChange[], undone: readonly UndoneChange[]): readonly string[] =>
  changes.flatMap(({ id, resource, before }) => {
    const isBack = undone.some((one) => one.change === id && ['restored', 'already'].includes(one.outcome));
    const wasStopped = resource.kind === 'service-status' && sameState(before, present('stopped'));
    return isBack && wasStopped ? [resource.service] : [];
  });

/** Restarts that were begun and not ended: what ran before them runs again, last restart first. */
function* endRestarts(
  session: Session,
  run: string,
  steps: readonly Step[],
  but: readonly string[],
): Work<readonly ServiceStanding[]> {
  const services: ServiceStanding[] = [];
  for (const { id, target, before } of openEffects(steps).toReversed()) {
    if (!target || !before) continue;
    // Nothing of a reboot can be brought back.
    const wanted = before.filter(({ service }) => !but.some((name) => sameName(name, service)));
    const after = yield* bringBack(session, target, wanted);
    services.push(...after);
    if (after.some(({ status }) => status !== 'running')) continue;
    addUndoStep(session, run, 'effect-undone', { id, after });
    yield { kind: 'flushed' };
  }
  return services;
}

const untouched = ({ id }: HostChange): UndoneChange => ({
  change: id,
  outcome: 'untouched',
  found: null,
  why: '',
});

function* undoChange(
  session: Session,
  run: string,
  change: HostChange,
  history: readonly Step[],
  noHive: string,
): Work<UndoneChange> {
  const told = (outcome: UndoneChange['outcome'], found: State | null, why: string): UndoneChange => ({
    change: change.id,
    outcome,
    found,
    why,
  });
  const found = readState(session, change.resource);
  if (found.status === 'unreadable') return told('unreadable', found, noHive || found.why);
  if (readsAs(found, change.before)) return told('already', found, '');
  if (!isOurs(change, found, history))
    return told('conflict', found, 'It reads neither as before nor as we left it; left alone.');
  addUndoStep(session, run, 'undo-intended', { change: change.id });
  yield { kind: 'flushed' };
  try {
    yield* writeState(session, change.resource, change.before);
  } catch (error) {
    if (!(error instanceof WindowsRefusal)) throw error;
    return told('failed', readState(session, change.resource), error.message);
  }
  const now = readState(session, change.resource);
  if (sameState(now, change.before)) return told('restored', found, '');
  if (now.status === 'absent' && change.before.status === 'absent')
    return told(
      'conflict',
      now,
      'Our value is removed; a key that we created holds something else now and stays.',
    );
  return told('failed', now, 'It does not read as before.');
}

function isOurs(change: HostChange, found: State, history: readonly Step[]): boolean {
  if (history.some(({ step, outcome }) => step === 'undone' && outcome === 'restored')) return false;
  if (sameState(found, change.after)) return true;
  const last = history.at(-1);
  const open =
    last?.step === 'intended' ||
    last?.step === 'tried' ||
    last?.step === 'undo-intended' ||
    (last?.step === 'undone' && last.outcome === 'failed');
  return (
    open &&
    statesBetween(change.resource, change.before, change.after).some((state) => sameState(state, found))
  );
}

/** An effect had put the value in force: what was restored is not, until the next one. */
function restoredAfterEffect(steps: readonly Step[], changes: readonly UndoneChange[]): readonly string[] {
  const effect = steps.findLast(({ step }) => step === 'effect-intended')?.n ?? 0;
  return changes
    .filter(({ outcome }) => outcome === 'restored')
    .map(({ change }) => change)
    .filter((change) =>
      steps.some((step) => step.step === 'set' && step.change === change && step.n < effect),
    );
}
