import { HostError } from '../../../model/errors.ts';
import type { GuardKind, GuardRemoval, ShownGuard } from '../../../model/guard.ts';
import type { HostState } from '../state/state.ts';
import type { Session } from '../state/work.ts';
import { removeTask } from '../windows/tasks.ts';
import { appendStep, recordedRuns, recordStateOf, type Step, stepsOf } from './record.ts';
import { removeReserve } from './reserve.ts';

/** The tasks of a run, told by its own steps: its guard and its timed undo. */
const kinds: readonly GuardKind[] = ['guard', 'timed undo'];

/** How the steps of this kind begin. */
export const wordOf = (kind: GuardKind): string => (kind === 'guard' ? 'guard' : 'timed');

/** What became of a run's guard; undefined for a run that never had one. */
function taskOf(run: string, kind: GuardKind, steps: readonly Step[]): ShownGuard | undefined {
  const word = wordOf(kind);
  const intended = steps.find(({ step }) => step === `${word}-intended`);
  if (!intended) return undefined;
  const states = ['fired', 'removed', 'armed', 'rehearsed'] as const;
  const has = (state: string): boolean => steps.some(({ step }) => step === `${word}-${state}`);
  return {
    run,
    kind,
    seconds: intended.seconds ?? 0,
    due: intended.due ?? null,
    at: intended.at,
    state: states.find(has) ?? 'intended',
    standing: !has('removed'),
    record: recordStateOf(steps),
  };
}

/** None for a run whose steps cannot be read. */
export function tasksOf(state: HostState, run: string): readonly ShownGuard[] {
  try {
    const steps = stepsOf(state, run);
    return kinds.flatMap((kind) => taskOf(run, kind, steps) ?? []);
  } catch (error) {
    if (error instanceof HostError) return [];
    throw error;
  }
}

export const allTasks = (state: HostState): readonly ShownGuard[] =>
  recordedRuns(state).flatMap((run) => tasksOf(state, run));

export const standing = (state: HostState, run: string, kind: GuardKind): ShownGuard | undefined => {
  const task = taskOf(run, kind, stepsOf(state, run));
  return task?.standing ? task : undefined;
};

export const standingGuard = (state: HostState, run: string): ShownGuard | undefined =>
  standing(state, run, 'guard');

/** Takes the task away and looks again. */
export function removeTaskOf(session: Session, run: string, kind: GuardKind): GuardRemoval {
  if (!standing(session.state, run, kind)) return 'none';
  if (!removeTask(session.state, run, kind)) return 'left';
  try {
    appendStep(session, run, `${wordOf(kind)}-removed`, {});
  } catch (error) {
    if (error instanceof HostError) return 'left';
    throw error;
  }
  return 'removed';
}

/** Nothing of this run fires by itself any more. */
export function removeTasksOf(session: Session, run: string): GuardRemoval {
  const removed = kinds.map((kind) => removeTaskOf(session, run, kind));
  return (['left', 'removed'] as const).find((worst) => removed.includes(worst)) ?? 'none';
}

/** The run has ended: nothing more is written about it, but by a timed undo that still stands. */
export function endReserve(state: HostState, run: string): void {
  if (!tasksOf(state, run).some(({ kind, standing }) => kind === 'timed undo' && standing))
    removeReserve(state, run);
}
