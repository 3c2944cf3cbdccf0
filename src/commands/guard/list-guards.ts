import type { ShownGuard } from '../../model/guard.ts';
import type { Host } from '../../model/host.ts';
import { exitCodeOf, type HostOutcome } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import { durationText } from '../../report/duration-text.ts';
import { outcomesText } from '../../report/outcome-text.ts';
import { isKeptForATime, type LeftRun, readLeftRuns } from '../../run/apply/left-runs.ts';
import type { RunContext } from '../../run/context.ts';
import { eachInParallel } from '../../run/fleet.ts';
import { outcomeOfError } from '../../run/outcomes.ts';
import { readGuards } from '../../run/recover/host-guards.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { HostOptions } from '../options.ts';
import { openFleet } from '../steps/fleet.ts';

type Looked =
  | { readonly host: string; readonly guards: readonly ShownGuard[] }
  | { readonly host: string; readonly outcome: HostOutcome };

export async function listGuards(
  terminal: Terminal,
  selectors: readonly string[],
  options: HostOptions,
): Promise<number> {
  const fleet = await openFleet(terminal, options);
  const hosts = fleet.select(selectors.length > 0 ? selectors : ['all']);
  await fleet.unlock(hosts);
  const looked = await fleet.atWork(
    hosts.map(({ name }) => name),
    async (context) => {
      const left = await readLeftRuns(context.data.runs);
      return eachInParallel(hosts, context.limits.parallel, (host) =>
        look(context, host, left.get(host.name) ?? []),
      );
    },
  );
  const failed = looked.flatMap((each) => ('outcome' in each ? [each.outcome] : []));
  const guards = looked.flatMap((each) =>
    'guards' in each ? each.guards.map((guard) => ({ host: each.host, ...guard })) : [],
  );
  const exitCode = exitCodeOf(failed.map(({ status }) => status));
  terminal.result(
    () => ({ schema: 'setright/guard-list@1', exitCode, guards, hosts: failed }),
    () =>
      [
        ...guards.map(guardLine),
        ...(guards.length === 0 ? ['No guard and no timed undo stands on the hosts that answered.'] : []),
        ...(failed.length > 0 ? [outcomesText(failed, terminal)] : []),
      ].join('\n'),
  );
  return exitCode;
}

function guardLine({ host, ...guard }: ShownGuard & { readonly host: string }): string {
  const { run, kind, state, seconds, at, due, record } = guard;
  const head = `${printable(host)}: ${kind} of run ${printable(run)}`;
  if (kind === 'timed undo' && state === 'fired')
    return `${head}, fired: ${record === 'open' ? 'it is not done yet' : record}`;
  const armed = `${head}, ${state} since ${printable(at)}`;
  return due === null
    ? `${armed}; undoes after ${seconds} s without confirmation`
    : `${armed}; undoes at ${printable(due)} (${durationText(seconds)})`;
}

/** Those that stand, and runs of ours that the host took back since. */
async function look(context: RunContext, host: Host, left: readonly LeftRun[]): Promise<Looked> {
  context.watch({ kind: 'host-started', host: host.name });
  try {
    const timed = left.filter(({ story }) => isKeptForATime(story)).map(({ run }) => run);
    return { host: host.name, guards: await readGuards(context, host, timed) };
  } catch (error) {
    return { host: host.name, outcome: outcomeOfError(host.name, error) };
  }
}
