import { expect, it } from 'vitest';
import type { Verb } from '../../src/model/line.ts';
import { mayProgress } from '../../src/run/connect/patience.ts';
import { commandsOf, functionsOf, parse } from './grammar.ts';
import { scripts } from './scripts.ts';

const roots = scripts.map(({ path, text }) => [path, parse(text)] as const);
const calls = new Map(roots.flatMap(([, root]) => [...functionsOf(root)]));

function tellsProgress(verb: string): boolean {
  const [, root] = roots.find(([path]) => path === `verbs/${verb}.ps1`) ?? [];
  const seen = new Set(root ? commandsOf(root).map(({ name }) => name) : []);
  for (const name of seen) for (const next of calls.get(name) ?? []) seen.add(next);
  return seen.has('Send-Progress');
}

// The stand-ins for the task scheduler and the hives answer at once, so no case sees these frames; a real drill takes a second at least. A
// frame that the session does not expect ends the line, and the run with it.
it('every verb that can tell progress on a host may do so in the session', () => {
  const verbs = roots.flatMap(([path]) => /^verbs\/(\w+)\.ps1$/.exec(path)?.[1] ?? []);
  expect(verbs.length).toBeGreaterThan(15);
  // Takes away what dead sessions left, without a word.
  const telling = verbs.filter((verb) => verb !== 'begin' && tellsProgress(verb));
  expect(telling).toEqual(expect.arrayContaining(['claim', 'guard', 'timed', 'undo']));
  expect(telling.filter((verb) => !mayProgress(verb as Verb))).toEqual([]);
});
