import { HostError } from '../../../model/errors.ts';
import type { GuardKind } from '../../../model/guard.ts';
import type { Replies } from '../../../model/line.ts';
import { appendStep, recordStateOf, stepsOf } from '../record/record.ts';
import { allTasks, removeTaskOf, wordOf } from '../record/run-tasks.ts';
import type { Task } from '../state/state.ts';
import type { OpenRun, Session, Work } from '../state/work.ts';
import { writeFile } from '../windows/files.ts';
import { registerTask, tasksRun } from '../windows/tasks.ts';
import { guardHeld } from './guard.ts';

/** One guard a host; that of a run which has ended only waits to find nothing to do. */
export function* arm(session: Session, { run }: OpenRun, seconds: number): Work<Replies['guard']> {
  const { state } = session;
  if (stepsOf(state, run).some(({ step }) => !step.startsWith('timed-')))
    throw new HostError('out-of-turn', 'The guard is armed before anything else is done.');
  for (const guard of allTasks(state).filter(({ kind, standing }) => kind === 'guard' && standing)) {
    if (recordStateOf(stepsOf(state, guard.run)) === 'open') throw guardHeld(guard);
    removeTaskOf(session, guard.run, 'guard');
  }
  yield* armed(session, run, 'guard', { seconds }, { seconds });
  return { seconds };
}

/** Due in whole seconds, by the host's clock. */
export function* armTimedUndo(session: Session, { run }: OpenRun, seconds: number): Work<Replies['timed']> {
  if (stepsOf(session.state, run).length > 0)
    throw new HostError('out-of-turn', 'The timed undo is armed before anything else is done.');
  const now = Math.floor(Date.parse(session.now()) / 1000);
  const due = new Date((now + seconds) * 1000).toISOString();
  yield* armed(session, run, 'timed undo', { seconds, due }, { due });
  return { seconds, due };
}

/** Registered, rehearsed, armed; or `guard-failed` with its task taken away again. */
function* armed(
  session: Session,
  run: string,
  kind: GuardKind,
  told: object,
  task: Pick<Task, 'seconds' | 'due'>,
): Work<void> {
  const { state } = session;
  const word = wordOf(kind);
  writeFile(state, `${run}\\guard.ps1`, '# The simulated host plays this file itself.\n');
  appendStep(session, run, `${word}-intended`, told);
  yield { kind: 'flushed' };
  const failure = registerTask(session, run, task);
  yield { kind: 'flushed' };
  if (failure === undefined && tasksRun(state)) {
    appendStep(session, run, `${word}-rehearsed`, {});
    yield { kind: 'flushed' };
    appendStep(session, run, `${word}-armed`, {});
    yield { kind: 'flushed' };
    return;
  }
  const guard = removeTaskOf(session, run, kind);
  yield { kind: 'flushed' };
  throw new HostError(
    'guard-failed',
    `The ${kind} could not be armed: ${failure ?? 'its rehearsal left no mark'}`,
    { guard },
  );
}
