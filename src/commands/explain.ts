import { type InventoryOptions, SELECTORS, withInventory, withRemedies } from './options.ts';
import type { RemedyChoice } from './steps/assignments.ts';
import { type AddVerb, example } from './verb.ts';

export interface ExplainOptions extends InventoryOptions, RemedyChoice {
  readonly script?: boolean;
  readonly hashes?: boolean;
}

export const addExplain: AddVerb = (program, act) => {
  withRemedies(withInventory(program.command('explain')))
    .summary('exactly what would be sent to hosts; contacts none')
    .description(
      'Shows exactly what hosts would be sent, and contacts none: the command line, the bootstrap as it is encoded and decoded, the ' +
        'scripts with their SHA-256, and the requests that apply of a plan, or check of hosts, would make.',
    )
    .argument('[what...]', `a plan file, or hosts: ${SELECTORS}`)
    .option('--script', 'print the whole text of the runtime')
    .option('--hashes', 'only the published SHA-256 of what runs on hosts, for each version')
    .addHelpText(
      'after',
      example(
        'setright explain',
        'setright explain ex01.json',
        'setright explain EX01 --json',
        'setright explain --hashes',
      ),
    )
    .action((what: string[], options: ExplainOptions) =>
      act(options, async (terminal) =>
        options.hashes
          ? (await import('./explain/published-hashes.ts')).showPublishedHashes(terminal)
          : (await import('./explain/explain-sent.ts')).explainSent(terminal, what, options),
      ),
    );
};
