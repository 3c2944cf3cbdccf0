import { type ConsentOptions, SELECTORS, withConsent } from './options.ts';
import { type UndoAfterOptions, withUndoAfter } from './steps/undo-after.ts';
import { type AddVerb, example } from './verb.ts';

interface ApplyOptions extends ConsentOptions, UndoAfterOptions {
  readonly digest?: string;
}

export const addApply: AddVerb = (program, act) => {
  withUndoAfter(withConsent(program.command('apply')))
    .summary('apply a saved plan, after confirmation')
    .description(
      'Applies a plan that `setright plan -o` saved. Every state is backed up first, verified afterwards, and put back when anything ' +
        'fails. Only the plan is applied: there is no apply without one that could be read before.',
    )
    .argument('<plan>', 'the plan file')
    .argument('[hosts...]', `only these hosts of the plan: ${SELECTORS}`)
    .option('--digest <digest>', 'refuse any plan but the one with this digest')
    .addHelpText(
      'after',
      example(
        'setright apply ex01.json',
        'setright apply ex01.json --undo-after 8h',
        'setright apply ex01.json --yes --allow service.restart --digest 3b0c...',
      ),
    )
    .action((path: string, selectors: string[], options: ApplyOptions) =>
      act(options, async (terminal) =>
        (await import('./apply/apply-plan-file.ts')).applyPlanFile(terminal, path, selectors, options),
      ),
    );
};
