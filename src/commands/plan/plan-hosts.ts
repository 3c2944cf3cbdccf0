import { writePlanFile } from '../../journal/plan-file.ts';
import { planText } from '../../report/plan-text.ts';
import { makePlan } from '../../run/planning/make-plan.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { RemedyOptions } from '../options.ts';
import { CANCELLED } from '../steps/consent.ts';
import { surveySelected } from '../steps/survey.ts';
import type { UndoAfterOptions } from '../steps/undo-after.ts';

export async function planHosts(
  terminal: Terminal,
  selectors: readonly string[],
  options: RemedyOptions & UndoAfterOptions & { readonly output?: string },
): Promise<number> {
  const { fleet, surveyed, exitCode } = await surveySelected(terminal, selectors, options, 'refuse');
  if (fleet.context.cancellation.stopping) {
    terminal.tell('Cancelled: no plan was made.');
    return CANCELLED;
  }
  const plan = await makePlan(fleet.context, surveyed, options.undoAfter);
  if (options.output !== undefined) await writePlanFile(options.output, plan);
  terminal.result(
    () => plan,
    () => planText(plan, terminal),
  );
  terminal.say(
    options.output === undefined
      ? '\nNot saved. With -o FILE it is, and `setright apply FILE` applies it.'
      : `\nSaved. Apply it with: setright apply ${options.output}`,
  );
  return exitCode;
}
