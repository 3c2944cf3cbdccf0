import type { CausalLink, Fix, LikelyCause, PlacedSighting } from '../model/causal-chain.ts';
import type { Advice, Verdict } from '../model/remedy.ts';
import type { SightingKind } from '../model/sighting.ts';

/** Why a host could be in trouble, as one of the published cases has it. Pure. */
export interface Cause {
  readonly name: string;
  readonly title: string;
  /** Remedies whose finding is explained with it, and stands for no cause of its own. */
  readonly explains: readonly string[];
  /** Undefined: nothing here speaks for it, nothing was asked that could speak against it. */
  weigh(scene: Scene): Weighed | { readonly ruledOut: string } | undefined;
}

type Weighed = Omit<LikelyCause, 'cause' | 'title'>;

/** One host with all that bears on it. */
export interface Scene {
  readonly host: string;
  readonly planCommand: string;
  /** Looks once more: a capture or other hosts can be added to it. */
  readonly lookCommand: string;
  /** Nobody can ask it anything: it only lies in a state file. */
  readonly isFile: boolean;
  readonly sightings: readonly PlacedSighting[];
  readonly links: readonly CausalLink[];
  /** A remedy's judgement of this host; undefined when it was not asked. */
  readonly judged: (remedy: string) => JudgedRemedy | undefined;
}

/** A remedy's judgement, with its changes as people see them. */
export interface JudgedRemedy {
  readonly remedy: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly harm: readonly string[];
  readonly settings: readonly string[];
  readonly changes: readonly string[];
  readonly effects: readonly string[];
  readonly advice: readonly Advice[];
}

export const seen = ({ sightings }: Scene, kind: SightingKind): readonly PlacedSighting[] =>
  sightings.filter((sighting) => sighting.kind === kind);

/** The verdict is that something is wrong; undefined else, and when it was not asked. */
export function noncompliant(scene: Scene, remedy: string): JudgedRemedy | undefined {
  const judged = scene.judged(remedy);
  return judged?.verdict === 'noncompliant' ? judged : undefined;
}

/** The remedy as something to do here: none when it was not asked, or would change nothing. */
export function remedyFix(scene: Scene, remedy: string): readonly Fix[] {
  const judged = noncompliant(scene, remedy);
  if (!judged || judged.changes.length + judged.effects.length === 0) return [];
  const { title, settings, changes, effects } = judged;
  const set = settings.map((setting) => ` --set ${setting}`).join('');
  const command = `${scene.planCommand} --remedy ${remedy}${set}`;
  return [{ title, remedy, settings, changes, effects, command }];
}

/** Its advice whose title fits, in its order. */
export const adviceFixes = (judged: JudgedRemedy | undefined, title: RegExp): readonly Fix[] =>
  (judged?.advice ?? [])
    .filter((advice) => title.test(advice.title))
    .map((advice) => ({ title: advice.title.replace(/^\d+\. /, ''), advice }));
