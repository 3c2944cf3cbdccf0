import { sameName } from '../../model/windows-name.ts';
import type { HostState, Task } from './state.ts';
import type { Session } from './work.ts';

/** The task scheduler of the simulated host: `stopped` registers nothing, `deaf` runs nothing, `stuck` gives nothing back. */
export function registerTask(session: Session, run: string, seconds: number): string | undefined {
  const { state } = session;
  if (state.scheduler === 'stopped') return 'the service Schedule does not run';
  state.tasks = [...(state.tasks ?? []).filter((task) => !sameName(task.run, run))];
  state.tasks.push({ run, seconds, at: session.now() });
  return undefined;
}

/** False when it still stands there. */
export function removeTask(state: HostState, run: string): boolean {
  if (state.scheduler === 'stuck') return !state.tasks?.some((task) => sameName(task.run, run));
  if (state.tasks) state.tasks = state.tasks.filter((task) => !sameName(task.run, run));
  return true;
}

export const tasksRun = ({ scheduler }: HostState): boolean =>
  scheduler !== 'deaf' && scheduler !== 'stopped';

/** Tasks whose time has come, by the host's clock: so long after they were registered, and after the last step of their run. */
export const dueTasks = (
  state: HostState,
  now: string,
  lastStepAt: (run: string) => string | undefined,
): readonly Task[] =>
  (state.tasks ?? []).filter(({ run, at, seconds }) => {
    const quiet = (since: string): number => (Date.parse(now) - Date.parse(since)) / 1000;
    return Math.min(quiet(at), quiet(lastStepAt(run) ?? at)) >= seconds;
  });
