import { checkText } from '../../report/check-text.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { RemedyOptions } from '../options.ts';
import { surveySelected } from '../steps/survey.ts';

export async function checkHosts(
  terminal: Terminal,
  selectors: readonly string[],
  options: RemedyOptions,
): Promise<number> {
  const { surveyed, exitCode } = await surveySelected(terminal, selectors, options, 'every-remedy');
  const outcomes = surveyed.map(({ outcome }) => outcome);
  terminal.result(
    () => ({ schema: 'setright/check@1', exitCode, hosts: outcomes }),
    () => checkText(outcomes, terminal),
  );
  return exitCode;
}
