import type { GuardKind } from '../../../model/guard.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState, Task } from '../state/state.ts';
import type { Session } from '../state/work.ts';

/** Only a timed undo has a time of its own. */
export const kindOf = ({ due }: Task): GuardKind => (due === undefined ? 'guard' : 'timed undo');

const isThat = (task: Task, run: string, kind: GuardKind): boolean =>
  kindOf(task) === kind && sameName(task.run, run);

/** The task scheduler of the simulated host: `stopped` registers nothing, `deaf` runs nothing, `stuck` gives nothing back. */
export function registerTask(
  session: Session,
  run: string,
  how: Pick<Task, 'seconds' | 'due'>,
): string | undefined {
  const { state } = session;
  if (state.scheduler === 'stopped') return 'the service Schedule does not run';
  const task: Task = { run, ...how, at: session.now() };
  state.tasks = [...(state.tasks ?? []).filter((each) => !isThat(each, run, kindOf(task))), task];
  return undefined;
}

/** False when it still stands there. */
export function removeTask(state: HostState, run: string, kind: GuardKind): boolean {
  if (state.scheduler === 'stuck') return !state.tasks?.some((task) => isThat(task, run, kind));
  if (state.tasks) state.tasks = state.tasks.filter((task) => !isThat(task, run, kind));
  return true;
}

export const tasksRun = ({ scheduler }: HostState): boolean =>
  scheduler !== 'deaf' && scheduler !== 'stopped';

/**
 * Tasks whose time has come, by the host's clock, guards first: so long after they were registered, and after the last step of their run;
 * a timed undo when it is due.
 */
export const dueTasks = (
  state: HostState,
  now: string,
  lastStepAt: (run: string) => string | undefined,
): readonly Task[] =>
  (state.tasks ?? [])
    .filter(({ run, at, seconds = 0, due }) => {
      const quiet = (since: string): number => (Date.parse(now) - Date.parse(since)) / 1000;
      if (due !== undefined) return quiet(due) >= 0;
      return Math.min(quiet(at), quiet(lastStepAt(run) ?? at)) >= seconds;
    })
    .toSorted((a, b) => Number(a.due !== undefined) - Number(b.due !== undefined));
