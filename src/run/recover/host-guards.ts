import { HostError, RefusedError } from '../../model/errors.ts';
import type { GuardRemoval, ShownGuard } from '../../model/guard.ts';
import type { Host } from '../../model/host.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { outcome } from '../outcomes.ts';
import { recoveryRun } from './recovery-run.ts';

/** Guards and timed undos whose task has not been seen to be gone, and those of `runs`. Reads only; rejects with what kept the host from answering. */
export const readGuards = (
  context: RunContext,
  host: Host,
  runs: readonly string[] = [],
): Promise<readonly ShownGuard[]> =>
  inSession(context, host, async (session) => (await session.request('guards', { runs })).guards);

/**
 * Takes what undoes this run by itself away. An open one is for `recover` or the next apply to settle; one that was kept for a time lasts,
 * which the journals then have. */
export const disarmGuard = (
  context: RunContext,
  host: Host,
  { run, kind, record }: ShownGuard,
): Promise<GuardRemoval> =>
  inSession(context, host, async (session) => {
    try {
      const { guard } = await session.request('disarm', { run });
      if (kind === 'timed undo' && record === 'kept') await writeDown(context, host.name, run, guard);
      return guard;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new RefusedError(`${error.message} Its ${kind} stands as before`, { cause: error });
    }
  });

const writeDown = (context: RunContext, host: string, of: string, removal: GuardRemoval) =>
  recoveryRun(context, [{ host }], async (_item, _run, journal) => {
    await journal.append({ event: 'timed-undo-removed', host, of, removal });
    return outcome(host, 'recovered', `the timed undo of run ${of} is gone; what it set lasts`);
  });

async function inSession<Result>(
  context: RunContext,
  host: Host,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await Session.open(host, context);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
