import { sameName } from '../../model/windows-name.ts';
import { removeGuard, standingGuard } from './guard.ts';
import { lockedRun, seizeLock } from './lock.ts';
import { appendStep, findRecord, recordStateOf, stepsOf } from './record.ts';
import { nextPid } from './services.ts';
import { dueTasks } from './tasks.ts';
import { undoRun } from './undo.ts';
import type { Session, Work } from './work.ts';

/**
 * What the host's scheduler has started since somebody looked: a process of its own that takes the lock, undoes and ends, whatever
 * the session that had begun the run believes.
 */
export function* fireGuards(session: Session): Work<void> {
  const { state } = session;
  if (state.scheduler === 'stopped') return;
  const lastStepAt = (run: string) => stepsOf(state, run).at(-1)?.at;
  for (const { run } of dueTasks(state, session.now(), lastStepAt)) yield* fire(session, run);
}

function* fire(session: Session, run: string): Work<void> {
  const { state } = session;
  const steps = stepsOf(state, run);
  const guard = standingGuard(state, run);
  const record = findRecord(state, run);
  if (!guard || !record) return;
  if (recordStateOf(steps) !== 'open') {
    removeGuard(session, run);
    yield { kind: 'flushed' };
    return;
  }
  const locked = lockedRun(state);
  if (locked !== undefined && !sameName(locked, run)) return;
  const task: Session = {
    ...session,
    process: { pid: nextPid(state), startedAt: session.now() },
    open: { run, leaseSeconds: 0 },
    fault: undefined,
  };
  appendStep(task, run, 'guard-fired', {});
  seizeLock(task, run, record.speaker);
  yield { kind: 'flushed' };
  yield* undoRun(task, run);
}
