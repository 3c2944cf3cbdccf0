import { path, type RemedyOptions, SELECTORS, withHives, withHosts, withRemedies } from './options.ts';
import { type UndoAfterOptions, withUndoAfter } from './steps/undo-after.ts';
import { type AddVerb, example } from './verb.ts';

interface PlanOptions extends RemedyOptions, UndoAfterOptions {
  readonly output?: string;
}

export const addPlan: AddVerb = (program, act) => {
  withUndoAfter(withRemedies(withHives(withHosts(program.command('plan')))))
    .summary('show, and save, what apply would do; changes nothing')
    .description(
      'Shows what would be done on each host, what cannot be undone first, and changes nothing. With --output the plan is saved: it is ' +
        'bound to the machines it was made for, and apply takes it. Ends 2 when there is something to do, 0 when there is not.',
    )
    .argument('<hosts...>', SELECTORS)
    .option('-o, --output <file>', 'save the plan (mode 0600)', path)
    .addHelpText(
      'after',
      example('setright plan EX01 --remedy exchange-mapi-sessions -o ex01.json', 'setright apply ex01.json'),
    )
    .action((selectors: string[], options: PlanOptions) =>
      act(options, async (terminal) =>
        (await import('./plan/plan-hosts.ts')).planHosts(terminal, selectors, options),
      ),
    );
};
