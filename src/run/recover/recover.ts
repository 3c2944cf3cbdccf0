import type { Host } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import type { EndedRun } from '../apply/journalled-run.ts';
import { isKeptForATime, readLeftRuns } from '../apply/left-runs.ts';
import { tellStalled } from '../connect/narrow.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { outcome } from '../outcomes.ts';
import { type FoundHost, lookAtHost } from './look-host.ts';
import { type Recovery, recoverHost } from './recover-host.ts';
import { recoveryRun } from './recovery-run.ts';

/** What was found, from the journals here and from the hosts' own records: `found` has something to settle, `rest` is all other hosts. */
export interface LeftBehind {
  readonly found: readonly FoundHost[];
  readonly rest: readonly HostOutcome[];
}

/** Looks at these hosts and changes nothing. */
export async function findLeftBehind(context: RunContext, hosts: readonly Host[]): Promise<LeftBehind> {
  const left = await readLeftRuns(context.data.runs);
  const looked = await eachInParallel(hosts, context.limits.parallel, async (host) => {
    context.watch({ kind: 'host-started', host: host.name });
    const seen = await lookAtHost(context, host, left.get(host.name) ?? []);
    const ended = tellStalled(context, 'runs' in seen ? shown(seen) : seen);
    context.watch({ kind: 'host-ended', host: host.name, outcome: ended });
    return { seen, ended };
  });
  return {
    found: looked.flatMap(({ seen }) => ('runs' in seen && isLeft(seen) ? [seen] : [])),
    rest: looked.flatMap(({ seen, ended }) => ('runs' in seen && isLeft(seen) ? [] : [ended])),
  };
}

const isLeft = ({ runs, lock, hives }: FoundHost): boolean =>
  runs.length > 0 || lock !== null || hives.length > 0;

const shown = (seen: FoundHost): HostOutcome =>
  isLeft(seen)
    ? outcome(seen.host, 'differs', 'an earlier run left something here')
    : outcome(seen.host, 'nothing', 'no earlier run left anything here');

/** Names of hosts that journals of this controller tell of, and that are not among these. */
export async function unknownLeftHosts(
  context: RunContext,
  hosts: ReadonlyMap<string, Host>,
): Promise<readonly string[]> {
  const left = await readLeftRuns(context.data.runs);
  return [...left]
    .filter(([name, runs]) => !hosts.has(name) && runs.some(({ story }) => !isKeptForATime(story)))
    .map(([name]) => name);
}

/** Settles what was found: a run of its own, with a journal. */
export async function recoverHosts(
  context: RunContext,
  found: readonly FoundHost[],
  hosts: ReadonlyMap<string, Host>,
  how: Recovery,
  breakLock: string | undefined,
): Promise<EndedRun> {
  const left = await readLeftRuns(context.data.runs);
  return recoveryRun(context, found, async ({ host: name }, run, journal) => {
    const host = hosts.get(name);
    if (!host) return outcome(name, 'refused', 'the inventory no longer names this host', { connections: 0 });
    return recoverHost({ context, journal, run, host, how, breakLock, left: left.get(name) ?? [] });
  });
}
