import { type DataOptions, withData } from './options.ts';
import { type AddVerb, example, refuseUnknownVerbs } from './verb.ts';

interface VerifyOptions extends DataOptions {
  readonly head?: string;
}

export const addRuns: AddVerb = (program, act) => {
  const runs = refuseUnknownVerbs(program.command('runs'))
    .summary('what was done: list, show, verify')
    .description('Runs of this controller, told from their journals alone: no host is asked.')
    .addHelpText('after', example('setright runs', 'setright runs show last', 'setright runs verify'));
  withData(runs.command('list', { isDefault: true }))
    .summary('list runs, newest first')
    .description(
      'Lists the runs whose journals are in the data folder, newest first, and how their hosts came out.',
    )
    .addHelpText('after', example('setright runs list --json'))
    .action((options: DataOptions) =>
      act(options, async (terminal) => (await import('./runs/past-runs.ts')).listPastRuns(terminal, options)),
    );
  withData(runs.command('show'))
    .summary('what happened on each host')
    .description(
      'Tells a run from its journal: what was set on each host, from which state to which, what was verified, put back or left, and who ' +
        'settled it later. Ends 4 when the chain of the journal is broken.',
    )
    .argument('<run>', 'name of the run, the beginning of it, or the word last')
    .addHelpText('after', example('setright runs show last'))
    .action((run: string, options: DataOptions) =>
      act(options, async (terminal) =>
        (await import('./runs/past-runs.ts')).showPastRun(terminal, run, options),
      ),
    );
  withData(runs.command('verify'))
    .summary('check that journals are as they were written')
    .description(
      'Checks the chain of hashes of a journal, of all without a name. It shows accidents and careless edits; against forgery, compare ' +
        'the head with the one that the run printed. Ends 4 when a chain is broken.',
    )
    .argument('[run]', 'name of the run, the beginning of it, or the word last')
    .option('--head <hash>', 'the head that the run printed when it ended')
    .addHelpText('after', example('setright runs verify', 'setright runs verify last --head 9c1f...'))
    .action((run: string | undefined, options: VerifyOptions) =>
      act(options, async (terminal) =>
        (await import('./runs/verify-runs.ts')).verifyRuns(terminal, run, options),
      ),
    );
};
