import { RefusedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { counted } from '../../model/printable.ts';
import type { EndedRun } from '../apply/journalled-run.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { outcome, outcomeOfError } from '../outcomes.ts';
import { recoveryRun } from './recovery-run.ts';

/** Records of ended runs on a host, oldest first: a value that one left waiting for a restart may be settled by a later one. */
export interface OldRecords {
  readonly host: string;
  readonly runs: readonly string[];
}

const DAY = 86_400_000;

/** Which records ended with nothing pending, `olderThan` days ago or more by the host's clock. Changes nothing. */
export async function findOldRecords(
  context: RunContext,
  hosts: readonly Host[],
  olderThan: number,
): Promise<{ readonly found: readonly OldRecords[]; readonly rest: readonly HostOutcome[] }> {
  const looked = await eachInParallel(hosts, context.limits.parallel, async (host) => {
    context.watch({ kind: 'host-started', host: host.name });
    const seen = await oldRecordsOf(context, host, olderThan);
    const ended =
      'runs' in seen ? outcome(host.name, 'nothing', counted(seen.runs.length, 'old record')) : seen;
    context.watch({ kind: 'host-ended', host: host.name, outcome: ended });
    return { seen, ended };
  });
  return {
    found: looked.flatMap(({ seen }) => ('runs' in seen && seen.runs.length > 0 ? [seen] : [])),
    rest: looked.flatMap(({ seen, ended }) => ('runs' in seen && seen.runs.length > 0 ? [] : [ended])),
  };
}

async function oldRecordsOf(
  context: RunContext,
  host: Host,
  olderThan: number,
): Promise<OldRecords | HostOutcome> {
  let session: Session | undefined;
  try {
    session = await Session.open(host, context);
    const { known } = await session.request('records', { runs: [] });
    const before = Date.parse(session.hello.clock) - olderThan * DAY;
    const runs = known
      .filter(
        ({ state, notInForce }) => (state === 'kept' || state === 'restored') && notInForce.length === 0,
      )
      .filter(({ at }) => Date.parse(at) <= before)
      .map(({ run }) => run);
    return { host: host.name, runs: runs.toReversed() };
  } catch (error) {
    return outcomeOfError(host.name, error);
  } finally {
    await session?.close();
  }
}

/** Removes these records, and nothing that the host finds to be open, stuck or pending by then. A run of its own, with a journal. */
export const pruneRecords = (
  context: RunContext,
  found: readonly OldRecords[],
  hosts: ReadonlyMap<string, Host>,
): Promise<EndedRun> =>
  recoveryRun(context, found, async ({ host: name, runs }, _run, journal) => {
    let session: Session | undefined;
    try {
      const host = hosts.get(name);
      if (!host) throw new RefusedError(`${name}: the inventory no longer names this host`);
      session = await Session.open(host, context);
      const { pruned, left } = await session.request('prune', { runs });
      await journal.append({ event: 'pruned', host: name, runs: pruned });
      return outcome(name, 'recovered', `${counted(pruned.length, 'record')} of ended runs removed`, {
        details: left.map(({ run, why }) => `the record of run ${run} stays: ${why}`),
      });
    } catch (error) {
      return outcomeOfError(name, error);
    } finally {
      await session?.close();
    }
  });
