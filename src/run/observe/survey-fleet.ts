import { UsageError } from '../../model/errors.ts';
import type { FactQuestion } from '../../model/fact.ts';
import type { Host } from '../../model/host.ts';
import { type Machine, machineKey } from '../../model/machine.ts';
import { tellStalled } from '../connect/narrow.ts';
import type { RunContext } from '../context.ts';
import { eachInParallel } from '../fleet.ts';
import { outcome } from '../outcomes.ts';
import { tellChangedSince } from './changed-since.ts';
import { type Assignment, type Surveyed, surveyHost } from './survey.ts';

/** Looks at every host; a host's failure stays with that host. */
export async function surveyFleet(
  context: RunContext,
  hosts: readonly Host[],
  assigned: (host: Host) => readonly Assignment[],
  asked: (host: Host) => readonly FactQuestion[] = () => [],
): Promise<readonly Surveyed[]> {
  const surveyed = await eachInParallel(hosts, context.limits.parallel, async (host): Promise<Surveyed> => {
    if (context.cancellation.stopping)
      return {
        host,
        plan: undefined,
        outcome: outcome(host.name, 'cancelled', 'not begun: cancelled', { connections: 0 }),
      };
    context.watch({ kind: 'host-started', host: host.name });
    const surveyed = await surveyHost(context, host, assigned(host), asked(host));
    const told = tellStalled(context, surveyed.outcome);
    const result = { ...surveyed, outcome: told, stalled: context.stalled.get(host.name) };
    context.watch({ kind: 'host-ended', host: host.name, outcome: result.outcome });
    return result;
  });
  refuseSameMachine(surveyed.flatMap(({ plan }) => (plan ? [plan] : [])));
  return tellChangedSince(context, surveyed);
}

/** Two names for one machine would be two plans that do not know of each other. */
export function refuseSameMachine(plans: readonly { host: string; machine: Machine }[]): void {
  const names = Map.groupBy(plans, ({ machine }) => machineKey(machine));
  for (const [, same] of names) {
    const [first, second] = same;
    if (first && second)
      throw new UsageError(
        `${same.map(({ host }) => host).join(' and ')} are one machine (${first.machine.name}, MachineGuid ${first.machine.guid}): ` +
          'keep one of the names in the inventory, or exclude one with !NAME. If it is a cloned image, give the clone its own MachineGuid',
      );
  }
}
