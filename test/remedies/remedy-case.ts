import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFact } from '../../src/facts/index.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Evidence, Judgement, Verdict, Wish } from '../../src/model/remedy.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { State } from '../../src/model/state.ts';
import { type RemedyName, remedyTable } from '../../src/remedies/index.ts';
import { readParameters } from '../../src/remedies/parameters.ts';
import { resourceType } from '../../src/resources/index.ts';

/** One file of test/cases/: what a host says, and what a remedy has to make of it. */
export interface RemedyCase {
  readonly title: string;
  readonly parameters: JsonObject;
  /** By label; a question of the remedy's without an answer here is an error, and so is an answer nobody asked for. */
  readonly facts: Readonly<Record<string, Fact>>;
  readonly states: readonly { readonly resource: Resource; readonly state: State }[];
  readonly notInForce: readonly { readonly resource: Resource; readonly since: string }[];
  readonly expected: {
    readonly verdict: Verdict;
    /** Each is part of one of the reasons. */
    readonly reasons: readonly string[];
    readonly wishes: readonly Omit<Wish, 'reason'>[];
    readonly effects: readonly ExpectedEffect[];
    readonly advice: readonly string[];
    /** Of wishes for all users: the answer of each profile, by SID and kind of folder. */
    readonly profiles?: readonly (readonly [profile: string, answer: string])[];
    /** Must occur nowhere in the judgement. */
    readonly never?: readonly string[];
  };
}

export interface ExpectedEffect {
  /** Of a restart. */
  readonly service?: string;
  readonly deadlineSeconds?: number;
  /** Of a reboot. */
  readonly delaySeconds?: number;
  readonly resources: readonly Resource[];
  /** Each is part of one of the lines. */
  readonly blastRadius: readonly string[];
}

const folder = new URL('../cases/', import.meta.url).pathname;

export const casesOf = (remedy: string): readonly (readonly [string, RemedyCase])[] =>
  readdirSync(join(folder, remedy))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, JSON.parse(readFileSync(join(folder, remedy, file), 'utf8')) as RemedyCase]);

/** Judges a case as the engine does: checked parameters, checked facts, states found by identity. */
export function judgeCase(name: RemedyName, from: RemedyCase): Judgement {
  const remedy = remedyTable[name];
  const parameters = readParameters(remedy, from.parameters, 'the case');
  const needs = remedy.needs(parameters);
  const factOf: Evidence['fact'] = (fact, label) => {
    const question = needs.facts[label];
    if (question?.fact !== fact) throw new Error(`${label} was not asked as ${fact}`);
    const answer = from.facts[label];
    if (!answer) throw new Error(`the case does not answer ${label}`);
    return readFact(fact, answer);
  };
  const resources = [...needs.resources, ...(remedy.resources?.(parameters, factOf) ?? [])];
  const strangers = Object.keys(from.facts).filter((label) => !(label in needs.facts));
  if (strangers.length > 0) throw new Error(`nobody asks for ${strangers.join(', ')}`);
  const identity = (resource: Resource) => `${resource.kind} ${resourceType(resource).identity(resource)}`;
  const find = <E extends { resource: Resource }>(entries: readonly E[], resource: Resource) =>
    entries.find((entry) => identity(entry.resource) === identity(resource));
  return remedy.judge({
    parameters,
    fact: factOf,
    state(resource) {
      const needed = resources.some((asked) => identity(asked) === identity(resource));
      const entry = find(from.states, resource);
      if (!needed || !entry) throw new Error(`${identity(resource)} was not read`);
      return entry.state;
    },
    notInForce: (resource) => find(from.notInForce, resource)?.since,
    describe: (resource) => resourceType(resource).describe(resource),
    describeState: (resource, state) => resourceType(resource).describeState(state),
  });
}
