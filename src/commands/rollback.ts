import { type ConsentOptions, SELECTORS, withConsent } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export const addRollback: AddVerb = (program, act) => {
  withConsent(program.command('rollback'))
    .summary('take a run back, after confirmation')
    .description(
      'Takes back what a run changed, wherever a host still holds what the run wrote; anything else is reported and left alone. ' +
        'Like every change it is a plan: shown, confirmed, backed up and verified.',
    )
    .argument(
      '<run>',
      'name of the run, the beginning of it, or the word last: the newest that applied something',
    )
    .argument('[hosts...]', `only these hosts of the run: ${SELECTORS}`)
    .addHelpText('after', example('setright rollback last', 'setright rollback 20260115-080102 EX01 --yes'))
    .action((run: string, selectors: string[], options: ConsentOptions) =>
      act(options, async (terminal) =>
        (await import('./rollback/take-back.ts')).takeRunBack(terminal, run, selectors, options),
      ),
    );
};
