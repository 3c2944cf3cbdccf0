import type { RebootRequested } from '../../../model/effect.ts';
import { HostError } from '../../../model/errors.ts';
import type { Replies, Requests } from '../../../model/line.ts';
import { locked, shownLock } from '../record/lock.ts';
import { appendStep, findRecord, recordStateOf, stepsOf } from '../record/record.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { clusterFact } from '../windows/cluster.ts';
import { refuseUnknownKind } from '../windows/resources.ts';
import { prepareRestart, restart } from '../windows/restart.ts';
import { ownRecord } from './changes.ts';

export function* effect(session: Session, body: Requests['effect']): Work<Replies['effect']> {
  if (body.kind === 'reboot') return yield* requestReboot(session, body);
  const { open } = ownRecord(session, body.run);
  refuseUnknownKind(body.kind, ['service.restart']);
  const { id, kind, target } = body;
  const before = prepareRestart(session, target);
  appendStep(session, open.run, 'effect-intended', { id, kind, target, before });
  yield { kind: 'flushed' };
  if (session.fault === 'fail')
    throw new HostError('effect-failed', 'The host was told to fail.', { before, after: before });
  const result = yield* restart(session, target, before);
  appendStep(session, open.run, 'effect-done', { id, after: result.after });
  yield { kind: 'flushed' };
  return result;
}

/** Of a run that was kept: what goes down with Windows leaves nothing to undo. Asked for twice, it is the same one. */
function* requestReboot(
  session: Session,
  { run, id, kind, target }: Requests['effect'],
): Work<RebootRequested> {
  refuseUnlessKept(session, run);
  const done = stepsOf(session.state, run).find((step) => step.step === 'effect-done' && step.id === id);
  if (done?.after) return done.after;
  const { state } = session;
  const why = state.bootedAt === undefined ? 'When Windows started cannot be told.' : clusterRefusal(session);
  if (why !== undefined) throw new HostError('effect-refused', why);
  appendStep(session, run, 'effect-intended', { id, kind, target, before: [] });
  yield { kind: 'flushed' };
  const nothing = { before: [], after: [] };
  if (session.fault === 'fail') throw new HostError('effect-failed', 'The host was told to fail.', nothing);
  if (state.shutdown)
    throw new HostError('effect-failed', 'A system shutdown has already been scheduled.', nothing);
  const delaySeconds = 'delaySeconds' in target ? target.delaySeconds : 0;
  const due = new Date(Date.parse(session.now()) + delaySeconds * 1000).toISOString();
  state.shutdown = { at: due };
  const after = { bootedAt: state.bootedAt ?? '', due };
  appendStep(session, run, 'effect-done', { id, after });
  yield { kind: 'flushed' };
  return after;
}

function refuseUnlessKept(session: Session, run: string): void {
  if (session.open) throw new HostError('out-of-turn', `Run ${session.open.run} is open in this session.`);
  const lock = shownLock(session);
  if (lock) throw locked(lock);
  const record = findRecord(session.state, run);
  if (!record) throw new HostError('not-in-record', `This host has no record of run ${run}.`);
  if (recordStateOf(stepsOf(session.state, run)) !== 'kept')
    throw new HostError('out-of-turn', `Run ${run} was not kept: a restart would cut it off.`);
}

/** What moves to another node is for whoever runs the cluster to move first. */
function clusterRefusal({ state }: Session): string | undefined {
  try {
    const { dag, member, maintenance } = clusterFact(state);
    if (dag)
      return maintenance === 'in'
        ? undefined
        : `A member of a database availability group is restarted in maintenance only (now: ${maintenance}).`;
    return member ? 'A node of a failover cluster is drained and restarted by hand.' : undefined;
  } catch (error) {
    if (error instanceof WindowsRefusal)
      return `Whether a cluster needs this host cannot be told: ${error.message}`;
    throw error;
  }
}
