import type { DiagnosedHost } from '../../model/causal-chain.ts';
import { chainText } from '../../report/chain-text.ts';
import { explainSurvey, questionsOf } from '../../run/observe/explain-survey.ts';
import type { Assignment, Surveyed } from '../../run/observe/survey.ts';
import type { Asker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import { everyObservation } from '../diagnose/diagnosis-request.ts';

/** What a look has to ask, so that it can be explained without another. */
export const diagnosisQuestions = questionsOf(everyObservation);

/** Explains what a look found, when the person wants that: a remedy that is no fix is better not begun with. */
export async function offerDiagnosis(
  terminal: Terminal,
  asker: Asker,
  surveyed: Surveyed,
  assignments: readonly Assignment[],
): Promise<DiagnosedHost | undefined> {
  const wants = await asker.one('Diagnose first?', [
    { value: true, name: 'yes: what brought it about, what cures it, and what is no fix' },
    { value: false, name: 'no, choose remedies' },
  ]);
  if (!wants) return undefined;
  const diagnosed = explainSurvey([surveyed], () => assignments, everyObservation, []);
  terminal.tell(`${chainText(diagnosed, [], terminal)}\n`);
  return diagnosed[0];
}
