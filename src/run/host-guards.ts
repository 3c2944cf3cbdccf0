import { HostError, RefusedError } from '../model/errors.ts';
import type { GuardRemoval, ShownGuard } from '../model/guard.ts';
import type { Host } from '../model/host.ts';
import type { RunContext } from './context.ts';
import { Session } from './session.ts';

/** Guards whose task has not been seen to be gone. Reads only; rejects with what kept the host from answering. */
export const readGuards = (context: RunContext, host: Host): Promise<readonly ShownGuard[]> =>
  inSession(context, host, async (session) => (await session.request('guards', { runs: [] })).guards);

/** Takes the guard of `run` away; the run stays open on the host, for `recover` or the next apply to settle. */
export const disarmGuard = (context: RunContext, host: Host, run: string): Promise<GuardRemoval> =>
  inSession(context, host, async (session) => {
    try {
      return (await session.request('disarm', { run })).guard;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new RefusedError(`${error.message} Its guard stands as before`, { cause: error });
    }
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
