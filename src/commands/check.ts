import { type RemedyOptions, SELECTORS, withHives, withHosts, withRemedies } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export const addCheck: AddVerb = (program, act) => {
  withRemedies(withHives(withHosts(program.command('check'))))
    .summary('judge hosts; changes nothing')
    .description(
      'Judges hosts by the remedies they are held to, and changes nothing. Hosts that are held to none are judged by every remedy ' +
        'of the catalogue. Ends 0 when all comply, 2 when some differ, 5 when some could not be judged.',
    )
    .argument('<hosts...>', SELECTORS)
    .addHelpText(
      'after',
      example(
        "setright check 'EX*' '!EX02'",
        'setright check exchange --remedy exchange-mapi-sessions --set limit=64 --json',
      ),
    )
    .action((selectors: string[], options: RemedyOptions) =>
      act(options, async (terminal) =>
        (await import('./check/check-hosts.ts')).checkHosts(terminal, selectors, options),
      ),
    );
};
