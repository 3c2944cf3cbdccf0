import type { Remedy } from '../model/remedy.ts';
import { type OutputOptions, withOutput } from './options.ts';
import { type AddVerb, example, refuseUnknownVerbs } from './verb.ts';

export const addRemedies: AddVerb = (program, act) => {
  const remedies = refuseUnknownVerbs(program.command('remedies'))
    .summary('the catalogue of remedies')
    .description('The catalogue: documented policies that hosts can be held to.')
    .addHelpText('after', example('setright remedies', 'setright remedies show exchange-mapi-sessions'));
  withOutput(remedies.command('list', { isDefault: true }))
    .summary('list them')
    .description(
      'Lists the remedies of the catalogue: what each is for, and its name for --remedy and inventories.',
    )
    .addHelpText('after', example('setright remedies list --json'))
    .action((options: OutputOptions) =>
      act(options, async (terminal) => {
        const all = (await import('../remedies/index.ts')).remedies;
        const { remediesText } = await import('../report/remedy-text.ts');
        terminal.result(
          () => ({ schema: 'setright/remedies-list@1', remedies: all.map(documentOf) }),
          () => remediesText(all, terminal),
        );
        return 0;
      }),
    );
  withOutput(remedies.command('show'))
    .summary('everything to decide for or against one')
    .description(
      'Shows one remedy whole: what it is for, when it applies, its parameters with their bounds and reasons, the sources, and what it ' +
        'conflicts with.',
    )
    .argument('<name>', 'name of the remedy')
    .addHelpText('after', example('setright remedies show exchange-mapi-sessions'))
    .action((name: string, options: OutputOptions) =>
      act(options, async (terminal) => {
        const { remedy } = await import('../remedies/index.ts');
        const { remedyText } = await import('../report/remedy-text.ts');
        const found = remedy(name);
        terminal.result(
          () => ({ schema: 'setright/remedies-show@1', ...documentOf(found) }),
          () => remedyText(found, terminal),
        );
        return 0;
      }),
    );
};

/** The data of a remedy, without its judgement. */
const documentOf = ({ needs: _needs, judge: _judge, ...data }: Remedy): object => data;
