import { HostError } from '../../src/model/errors.ts';
import type { HostChange } from '../../src/model/host-record.ts';
import type { RegistryValue } from '../../src/model/resource.ts';
import type { State } from '../../src/model/state.ts';
import { Sequence } from '../../src/plan/earlier.ts';
import { typeOf } from '../../src/run/tables.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { speaker } from '../conformance/vocabulary.ts';
import { contents, type Edit, isChange, type LawCase, placeOf } from './law.ts';

/** A host that a law is tried on: asked by the line, and looked into from outside. */
export interface LawHost {
  ask(verb: string, body: object): Promise<unknown>;
  /** What another program does to the registry: creates the key it needs, never removes one. */
  write(resource: RegistryValue, want: State): void | Promise<void>;
  registry(): Pick<HostState, 'registry'> | Promise<Pick<HostState, 'registry'>>;
}

/** Begins, sets and undoes, with a rival at work between the requests; gives what does not hold, in words. */
export async function breachesOf(one: LawCase, host: LawHost): Promise<readonly string[]> {
  let requests = 0;
  const request = async (verb: string, body: object): Promise<unknown> => {
    for (const edit of one.edits.filter(({ at }) => at === requests))
      await host.write(edit.resource, edit.want);
    requests += 1;
    return host.ask(verb, body);
  };
  const original = contents(await host.registry());
  const { states } = (await request('get', { resources: one.wishes.map(({ resource }) => resource) })) as {
    states: readonly State[];
  };
  const changes = changesOf(one, states);
  await request('begin', { run: 'law', speaker, leaseSeconds: 600, changes });
  await setAll(changes, request);
  await request('undo', { run: 'law' });
  const edits = one.edits.filter(({ at }) => at < requests).toSorted((left, right) => left.at - right.at);
  const final = contents(await host.registry());
  const breaches = judgeLaw(original, final, changes, edits);
  await host.ask('undo', { run: 'law' });
  const again = contents(await host.registry());
  return [...breaches, ...(sameMap(final, again) ? [] : ['a second undo changed something'])];
}

/** As a plan has them: each as it will be found when its turn comes. */
function changesOf({ wishes }: LawCase, states: readonly State[]): readonly HostChange[] {
  const earlier = new Sequence(typeOf);
  return wishes.flatMap(({ resource, want }, index): HostChange[] => {
    const before = earlier.carry(resource, states[index] as State);
    const change = { id: `c${index + 1}`, resource, before, after: want };
    if (!isChange(change)) return [];
    earlier.add(change);
    return [change];
  });
}

/** Until one of them is not as expected: the engine stops there too. */
async function setAll(
  changes: readonly HostChange[],
  request: (verb: string, body: object) => Promise<unknown>,
): Promise<void> {
  try {
    for (const { id, before, after } of changes)
      await request('set', { run: 'law', change: id, expect: before, want: after });
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'drifted') throw error;
  }
}

/** The original wherever nobody else wrote; what somebody else wrote stays, unless it is exactly what we wrote. */
function judgeLaw(
  original: ReadonlyMap<string, string>,
  final: ReadonlyMap<string, string>,
  changes: readonly HostChange[],
  edits: readonly Edit[],
): readonly string[] {
  const theirs = new Map(edits.map((edit) => [placeOf(edit.resource), edit.want]));
  const ours = new Map(
    changes.flatMap((change) =>
      change.resource.kind === 'registry-value' ? [[placeOf(change.resource), change] as const] : [],
    ),
  );
  const wrong: string[] = [];
  for (const place of new Set([...original.keys(), ...final.keys(), ...theirs.keys()])) {
    const found = final.get(place);
    if (place.endsWith('\\')) {
      const isTheirs = [...theirs.keys()].some((written) => written.startsWith(place.slice(0, -1)));
      if (found !== original.get(place) && !isTheirs) wrong.push(`key ${place}: ${found}`);
      continue;
    }
    const want = theirs.get(place);
    const possible = want === undefined ? [original.get(place)] : [dataOf(want)];
    const change = ours.get(place);
    if (want && change && dataOf(want) === dataOf(change.after)) possible.push(dataOf(change.before));
    if (!possible.includes(found)) wrong.push(`${place}: ${found}, not ${possible.join(' or ')}`);
  }
  return wrong;
}

function dataOf(state: State): string | undefined {
  if (state.status !== 'present') return undefined;
  const { kind, data } = state.value as { kind: string; data: unknown };
  return JSON.stringify([kind, data]);
}

const sameMap = (left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean =>
  left.size === right.size && [...left].every(([key, held]) => right.get(key) === held);
