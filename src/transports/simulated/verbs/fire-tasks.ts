import type { GuardKind } from '../../../model/guard.ts';
import type { RecordState } from '../../../model/host-record.ts';
import { sameName } from '../../../model/windows-name.ts';
import { lockedRun, seizeLock, shownLock } from '../record/lock.ts';
import { appendStep, findRecord, recordStateOf, stepsOf } from '../record/record.ts';
import { useReserve } from '../record/reserve.ts';
import { removeTaskOf, standing, standingGuard, wordOf } from '../record/run-tasks.ts';
import type { Session, Work } from '../state/work.ts';
import { nextPid } from '../windows/services.ts';
import { dueTasks, kindOf, tasksRun } from '../windows/tasks.ts';
import { addUndoStep, undoRun } from './undo.ts';

/**
 * What the host's scheduler has started since somebody looked: a process of its own that takes the lock, undoes and ends, whatever
 * the session that had begun the run believes.
 */
export function* fireTasks(session: Session): Work<void> {
  const { state } = session;
  if (!tasksRun(state)) return;
  const lastStepAt = (run: string) => stepsOf(state, run).at(-1)?.at;
  for (const task of dueTasks(state, session.now(), lastStepAt)) yield* fire(session, task.run, kindOf(task));
}

function* fire(session: Session, run: string, kind: GuardKind): Work<void> {
  const { state } = session;
  const task = standing(state, run, kind);
  const record = findRecord(state, run);
  if (!task || !record) return;
  const found = recordStateOf(stepsOf(state, run));
  if (!endsIn[kind].includes(found)) {
    removeTaskOf(session, run, kind);
    yield { kind: 'flushed' };
    return;
  }
  const word = wordOf(kind);
  if (task.state === 'intended') {
    appendStep(session, run, `${word}-rehearsed`, {});
    yield { kind: 'flushed' };
    return;
  }
  if (kind === 'guard' ? isElsewhere(session, run) : isAwaited(session, run, found)) return;
  const own: Session = {
    ...session,
    process: { pid: nextPid(state), startedAt: session.now() },
    open: { run, leaseSeconds: 0 },
    fault: undefined,
    room: Number.POSITIVE_INFINITY,
  };
  if (kind === 'guard' || task.state !== 'fired') addUndoStep(own, run, `${word}-fired`, {});
  useReserve(state, run, () => seizeLock(own, run, record.speaker));
  yield { kind: 'flushed' };
  yield* undoRun(own, run);
}

/** A guard never acts on a run that was kept; a timed undo is there for just that. */
const endsIn: Readonly<Record<GuardKind, readonly RecordState[]>> = {
  guard: ['open'],
  'timed undo': ['open', 'kept'],
};

function isElsewhere({ state }: Session, run: string): boolean {
  const locked = lockedRun(state);
  return locked !== undefined && !sameName(locked, run);
}

/** Somebody is at work on the host, or the guard of this run has the first word. */
const isAwaited = (session: Session, run: string, found: RecordState): boolean =>
  isElsewhere(session, run) ||
  shownLock(session)?.alive === true ||
  (found === 'open' && standingGuard(session.state, run) !== undefined);
