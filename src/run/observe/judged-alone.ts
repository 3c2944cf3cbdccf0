import type { JudgedRemedy } from '../../diagnosis/index.ts';
import type { Host } from '../../model/host.ts';
import { type Judged, PlanConflict } from '../../plan/assemble.ts';
import { describeEffect, typeOf } from '../tables.ts';
import { type Assignment, planFromSeen, type Seen } from './survey.ts';

/** Each judgement with what it alone would change: where two remedies contradict each other, a person chooses between them. */
export const judgedAlone = (
  host: Host,
  seen: Seen,
  assignments: readonly Assignment[],
): readonly JudgedRemedy[] =>
  seen.judged.map((judged, index) => {
    const { verdict, reasons, advice, harm = [] } = judged.judgement;
    const { conflict, ...changes } = changesOf(host, seen, judged);
    return {
      remedy: judged.remedy.name,
      title: assignments[index]?.remedy.title ?? judged.remedy.name,
      settings: Object.entries(assignments[index]?.parameters ?? {}).flatMap(([name, value]) =>
        typeof value === 'number' || (typeof value === 'string' && value !== '') ? [`${name}=${value}`] : [],
      ),
      verdict,
      reasons: [...reasons, ...conflict],
      harm,
      advice,
      ...changes,
    };
  });

interface Alone extends Pick<JudgedRemedy, 'changes' | 'effects'> {
  readonly conflict: readonly string[];
}

function changesOf(host: Host, seen: Seen, judged: Judged): Alone {
  try {
    const { changes, effects } = planFromSeen(host.name, { ...seen, judged: [judged], unfinished: [] });
    return {
      conflict: [],
      changes: changes.map(({ resource, before, after }) => {
        const type = typeOf(resource);
        return `${type.describe(resource)}: ${type.describeState(before)} → ${type.describeState(after)}`;
      }),
      effects: effects.map(describeEffect),
    };
  } catch (error) {
    if (!(error instanceof PlanConflict)) throw error;
    return { conflict: [`No plan can be made of it: ${error.message}.`], changes: [], effects: [] };
  }
}
