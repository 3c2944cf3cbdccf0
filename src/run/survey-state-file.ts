import { assembleHostPlan, type ExactHostPlan } from '../plan/assemble.ts';
import { ObservedStates } from '../plan/states.ts';
import { readOffline } from '../transports/index.ts';
import { judgeRemedies } from './judge-remedies.ts';
import type { Assignment } from './survey.ts';
import { typeOf } from './tables.ts';

/**
 * Judges a host that only lies in a state file, for systems whose newest PowerShell is too old for the line. What comes out is
 * advice: such a plan is never applied. Rejects with UsageError when the file is none, throws PlanConflict as a survey does.
 */
export async function surveyStateFile(
  path: string,
  assignments: readonly Assignment[],
  clock: () => Date,
): Promise<ExactHostPlan> {
  const host = await readOffline(path, clock);
  const { judged, observed } = await judgeRemedies(assignments, {
    observe: async (questions) => questions.map(host.observe),
    states: async (resources) => {
      const states = new ObservedStates(typeOf);
      for (const resource of resources) states.add(resource, host.state(resource));
      return states;
    },
    // Nobody of ours was ever on such a host.
    notInForce: () => undefined,
  });
  return assembleHostPlan({
    host: host.machine.name,
    machine: host.machine,
    hostKey: '',
    judged,
    observed,
    typeOf,
  });
}
