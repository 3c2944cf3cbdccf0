import type { FactQuestion } from '../../model/fact.ts';
import { type ExactHostPlan, findingsOf } from '../../plan/assemble.ts';
import { ObservedStates } from '../../plan/states.ts';
import { readOffline } from '../../transports/index.ts';
import { outcome } from '../outcomes.ts';
import { typeOf } from '../tables.ts';
import { judgeRemedies } from './judge-remedies.ts';
import { type Assignment, planFromSeen, type Seen, type Surveyed } from './survey.ts';

/**
 * Judges a host that only lies in a state file, for systems whose newest PowerShell is too old for the line. What comes out is
 * advice: such a plan is never applied. Rejects with UsageError when the file is none, throws PlanConflict as a survey does.
 */
export async function surveyStateFile(
  path: string,
  assignments: readonly Assignment[],
  clock: () => Date,
): Promise<ExactHostPlan> {
  const seen = await readStateFile(path, assignments, [], clock);
  return planFromSeen(seen.machine.name, seen);
}

/** The same as a survey of a host has it, with `questions` answered too; without a plan, for nobody applies one. */
export async function lookAtStateFile(
  path: string,
  assignments: readonly Assignment[],
  questions: readonly FactQuestion[],
  clock: () => Date,
): Promise<Surveyed> {
  const seen = await readStateFile(path, assignments, questions, clock);
  const { name } = seen.machine;
  return {
    host: {
      name,
      groups: [],
      transport: { type: 'simulated', state: path },
      variables: {},
      remedies: {},
      source: path,
    },
    plan: undefined,
    seen,
    outcome: outcome(name, 'compliant', `read from ${path}`, {
      findings: findingsOf(seen.judged),
      connections: 0,
    }),
  };
}

async function readStateFile(
  path: string,
  assignments: readonly Assignment[],
  questions: readonly FactQuestion[],
  clock: () => Date,
): Promise<Seen> {
  const host = await readOffline(path, clock);
  const looked = await judgeRemedies(
    assignments,
    {
      observe: async (all) => all.map(host.observe),
      states: async (resources) => {
        const states = new ObservedStates(typeOf);
        for (const resource of resources) states.add(resource, host.state(resource));
        return states;
      },
      // Nobody of ours was ever on such a host.
      notInForce: () => undefined,
    },
    questions,
  );
  return { machine: host.machine, hostKey: '', ...looked };
}
