import { HostError } from '../../model/errors.ts';
import type { GuardRemoval, ShownGuard } from '../../model/guard.ts';
import type { Replies, Requests } from '../../model/line.ts';
import { sameName } from '../../model/windows-name.ts';
import { refuseWhileOthersWrite, releaseLock } from './lock.ts';
import {
  appendStep,
  findRecord,
  openEffects,
  recordedRuns,
  recordStateOf,
  type Step,
  stepsOf,
  writeFile,
} from './record.ts';
import type { HostState } from './state.ts';
import { registerTask, removeTask, tasksRun } from './tasks.ts';
import type { OpenRun, Session, Work } from './work.ts';

/** What became of a run's guard, as its steps tell it; undefined for a run that never had one. */
function guardOf(run: string, steps: readonly Step[]): ShownGuard | undefined {
  const intended = steps.find(({ step }) => step === 'guard-intended');
  if (!intended) return undefined;
  const states = ['fired', 'removed', 'armed', 'rehearsed'] as const;
  const has = (state: string): boolean => steps.some(({ step }) => step === `guard-${state}`);
  return {
    run,
    seconds: intended.seconds ?? 0,
    at: intended.at,
    state: states.find(has) ?? 'intended',
    standing: !has('removed'),
  };
}

export const standingGuard = (state: HostState, run: string): ShownGuard | undefined => {
  const guard = guardOf(run, stepsOf(state, run));
  return guard?.standing ? guard : undefined;
};

/** Guards of all runs whose steps can be read. */
const toldGuards = (state: HostState): readonly ShownGuard[] =>
  recordedRuns(state).flatMap((run) => {
    try {
      return guardOf(run, stepsOf(state, run)) ?? [];
    } catch (error) {
      if (error instanceof HostError) return [];
      throw error;
    }
  });

/** Registered, rehearsed, armed; or `guard-failed` with nothing left of it. */
export function* arm(session: Session, open: OpenRun, seconds: number): Work<Replies['guard']> {
  const { state } = session;
  const { run } = open;
  if (stepsOf(state, run).length > 0)
    throw new HostError('out-of-turn', 'The guard is armed before anything else is done.');
  for (const guard of toldGuards(state).filter(({ standing }) => standing)) {
    if (recordStateOf(stepsOf(state, guard.run)) === 'open') throw guardHeld(guard);
    removeGuard(session, guard.run);
  }
  writeFile(state, `${run}\\guard.ps1`, '# The simulated host plays this file itself.\n');
  appendStep(session, run, 'guard-intended', { seconds });
  yield { kind: 'flushed' };
  const failure = session.fault === 'fail' ? 'it was told to fail' : registerTask(session, run, seconds);
  if (failure === undefined && tasksRun(state)) {
    appendStep(session, run, 'guard-rehearsed', {});
    yield { kind: 'flushed' };
    appendStep(session, run, 'guard-armed', {});
    yield { kind: 'flushed' };
    return { seconds };
  }
  const guard = removeGuard(session, run);
  yield { kind: 'flushed' };
  throw new HostError(
    'guard-failed',
    `The guard could not be armed: ${failure ?? 'its rehearsal left no mark'}`,
    { guard },
  );
}

/** Takes the task away and looks again. */
export function removeGuard(session: Session, run: string): GuardRemoval {
  if (!standingGuard(session.state, run)) return 'none';
  if (!removeTask(session.state, run)) return 'left';
  appendStep(session, run, 'guard-removed', {});
  return 'removed';
}

/** The session's lease ends, the guard's time goes on. */
export function* yieldRun(session: Session, { run }: OpenRun): Work<Replies['yield']> {
  if (standingGuard(session.state, run)?.state !== 'armed')
    throw new HostError('out-of-turn', `Run ${run} has no armed guard.`);
  appendStep(session, run, 'yielded', {});
  session.open = undefined;
  yield { kind: 'flushed' };
  return { record: 'open' };
}

/** The word of a new session that a guarded run may stay. */
export function* confirm(session: Session, body: Requests['confirm']): Work<Replies['confirm']> {
  refuseWhileOthersWrite(session);
  const { state } = session;
  const record = findRecord(state, body.run);
  if (!record) throw new HostError('not-in-record', `This host has no record of run ${body.run}.`);
  const { run } = record;
  const stranger = body.notInForce.find((id) => !record.changes.some((change) => change.id === id));
  if (stranger !== undefined)
    throw new HostError('not-in-record', `Change ${stranger} is not in the record.`);
  const steps = stepsOf(state, run);
  const isWaiting =
    recordStateOf(steps) === 'open' &&
    standingGuard(state, run)?.state === 'armed' &&
    steps.some(({ step }) => step === 'yielded') &&
    openEffects(steps).length === 0;
  if (!isWaiting) throw new HostError('out-of-turn', `Run ${run} does not wait to be confirmed.`);
  if (record.process.pid === session.process.pid && record.process.startedAt === session.process.startedAt)
    throw new HostError('out-of-turn', 'A guarded run is confirmed by a new session.');
  if (session.fault === 'record-failed' || session.fault === 'fail')
    throw new HostError('record-failed', 'The disk is full, says this host.');
  appendStep(session, run, 'kept', { notInForce: body.notInForce });
  yield { kind: 'flushed' };
  const guard = removeGuard(session, run);
  releaseLock(session, run);
  yield { kind: 'flushed' };
  return { record: 'kept', guard };
}

export const guards = ({ state }: Session, { runs }: Requests['guards']): Replies['guards'] => ({
  guards: toldGuards(state).filter((guard) => guard.standing || runs.some((run) => sameName(run, guard.run))),
});

export function* disarm(session: Session, { run }: Requests['disarm']): Work<Replies['disarm']> {
  refuseWhileOthersWrite(session);
  if (!findRecord(session.state, run))
    throw new HostError('not-in-record', `This host has no record of run ${run}.`);
  const guard = removeGuard(session, run);
  yield { kind: 'flushed' };
  return { guard };
}

/** The lock of a run that its guard may yet undo is not broken. */
export function refuseGuarded(state: HostState, run: string): void {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(run) || !findRecord(state, run)) return;
  const guard = standingGuard(state, run);
  if (guard && recordStateOf(stepsOf(state, run)) === 'open') throw guardHeld(guard);
}

const guardHeld = (guard: ShownGuard): HostError =>
  new HostError('guard-held', `The guard of run ${guard.run} stands on this host.`, { guard });
