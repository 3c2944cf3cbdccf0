import { type OutputOptions, withOutput } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface DemoOptions extends OutputOptions {
  readonly fast?: boolean;
  readonly keep?: boolean;
}

export const addDemo: AddVerb = (program, act) => {
  withOutput(program.command('demo'))
    .summary('a story on six simulated hosts; touches nothing of yours')
    .description(
      'Check, plan, confirm, apply and roll back on six simulated Windows hosts, in under a minute. Everything happens in a temporary ' +
        'folder, which is removed at the end; the questions are answered by the demo itself.',
    )
    .option('--fast', 'without pauses for reading')
    .option('--keep', 'leave the folder, to go on by hand')
    .addHelpText('after', example('setright demo', 'setright demo --keep'))
    .action((options: DemoOptions) =>
      act(options, async (terminal) => (await import('./demo/tell-demo.ts')).tellDemo(terminal, options)),
    );
};
