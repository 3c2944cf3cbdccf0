import type { Confidence, LikelyCause, RuledOut } from '../model/causal-chain.ts';
import { adviceFixes, type JudgedRemedy, remedyFix, type Scene } from './cause.ts';
import { causes } from './causes/index.ts';

const ranks: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

export interface Causes {
  readonly causes: readonly LikelyCause[];
  readonly ruledOut: readonly RuledOut[];
}

/** The likeliest first. What a likelier cause calls no fix is none for a less likely one either. */
export function weighCauses(scene: Scene, judged: readonly JudgedRemedy[]): Causes {
  const found: LikelyCause[] = [];
  const ruledOut: RuledOut[] = [];
  for (const { name: cause, title, weigh } of causes) {
    const weighed = weigh(scene);
    if (weighed === undefined) continue;
    if ('ruledOut' in weighed) ruledOut.push({ cause, title, why: weighed.ruledOut });
    else found.push({ cause, title, ...weighed });
  }
  const all = [...found, ...judgedOnly(scene, judged, found)];
  const sorted = all.toSorted((one, other) => ranks[one.confidence] - ranks[other.confidence]);
  return { causes: sorted.map((cause, index) => withoutBarred(cause, sorted.slice(0, index))), ruledOut };
}

/** What a remedy finds wrong and no cause here speaks of stands for itself. */
const judgedOnly = (
  scene: Scene,
  judged: readonly JudgedRemedy[],
  found: readonly LikelyCause[],
): readonly LikelyCause[] =>
  judged
    .filter(({ verdict, remedy }) => verdict === 'noncompliant' && !isExplained(remedy, found))
    .map((one) => ({
      cause: one.remedy,
      title: one.title,
      confidence: found.length > 0 ? 'low' : 'medium',
      because: one.reasons,
      wouldChange: [`${scene.planCommand} --remedy ${one.remedy} tells whether it is so still.`],
      fixes: [
        ...adviceFixes(one, /./).filter(({ advice }) => advice?.first),
        ...remedyFix(scene, one.remedy),
        ...adviceFixes(one, /./).filter(({ advice }) => !advice?.first),
      ],
      nonFixes: [],
    }));

const isExplained = (remedy: string, found: readonly LikelyCause[]): boolean =>
  causes.some(({ name, explains }) => explains.includes(remedy) && found.some(({ cause }) => cause === name));

function withoutBarred(cause: LikelyCause, likelier: readonly LikelyCause[]): LikelyCause {
  const barred = likelier.flatMap(({ nonFixes }) => nonFixes.flatMap(({ remedy }) => remedy ?? []));
  const fixes = cause.fixes.filter(({ remedy }) => remedy === undefined || !barred.includes(remedy));
  return { ...cause, fixes };
}
