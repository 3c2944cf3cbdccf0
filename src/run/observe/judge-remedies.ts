import { readFact } from '../../facts/index.ts';
import { HostError } from '../../model/errors.ts';
import type { Fact, FactQuestion } from '../../model/fact.ts';
import type { Evidence, Needs } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';
import type { Judged } from '../../plan/assemble.ts';
import type { ObservedStates } from '../../plan/states.ts';
import { typeOf } from '../tables.ts';
import type { Assignment } from './survey.ts';

/** Where the answers come from: a host over its line, or a state file of one that cannot be served. */
export interface Look {
  /** In the order of the questions, one each. */
  observe(questions: readonly FactQuestion[]): Promise<readonly Fact[]>;
  states(resources: readonly Resource[]): Promise<ObservedStates>;
  /** Since when this is set and not in force, by the host's own record. */
  notInForce(resource: Resource): string | undefined;
}

export const needsOf = (assignments: readonly Assignment[]): readonly Needs[] =>
  assignments.map(({ remedy, parameters }) => remedy.needs(parameters));

export interface JudgedHost {
  readonly judged: readonly Judged[];
  readonly observed: ObservedStates;
  /** To `questions`, in their order. */
  readonly answers: readonly Fact[];
}

/** Asks everything that the remedies want to know in two requests, `questions` with it, and lets each of them judge. */
export async function judgeRemedies(
  assignments: readonly Assignment[],
  look: Look,
  questions: readonly FactQuestion[] = [],
): Promise<JudgedHost> {
  const needs = needsOf(assignments);
  const labelled = needs.flatMap((need, index) =>
    Object.entries(need.facts).map(([label, question]) => ({ key: `${index} ${label}`, question })),
  );
  const facts = await look.observe([...labelled.map(({ question }) => question), ...questions]);
  const answers = new Map<string, Fact>();
  for (const [index, { key }] of labelled.entries()) {
    const fact = facts[index];
    if (fact) answers.set(key, fact);
  }
  const factOf =
    (index: number): Evidence['fact'] =>
    (name, label) => {
      const answer = answers.get(`${index} ${label}`);
      if (!answer) throw new HostError('internal', `the fact "${label}" was not answered`);
      return readFact(name, answer);
    };
  const told = assignments.flatMap(
    ({ remedy, parameters }, index) => remedy.resources?.(parameters, factOf(index)) ?? [],
  );
  const observed = await look.states([...needs.flatMap(({ resources }) => resources), ...told]);
  const judged = assignments.map(({ remedy, parameters }, index): Judged => {
    const judgement = remedy.judge({
      parameters,
      fact: factOf(index),
      describe: (resource) => typeOf(resource).describe(resource),
      describeState: (resource, state) => typeOf(resource).describeState(state),
      state: (resource) => observed.of(resource),
      notInForce: look.notInForce,
    });
    return { remedy, judgement };
  });
  return { judged, observed, answers: facts.slice(labelled.length) };
}
