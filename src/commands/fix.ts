import { type HostOptions, withHives, withOneHost } from './options.ts';
import { type UndoAfterOptions, withUndoAfter } from './steps/undo-after.ts';
import { type AddVerb, example } from './verb.ts';

export interface FixOptions extends HostOptions, UndoAfterOptions {
  readonly breakLock?: string;
}

export const addFix: AddVerb = (program, act) => {
  withUndoAfter(withHives(withOneHost(program.command('fix'))))
    .summary('put one host right, step by step, by question and answer')
    .description(
      'Leads through everything for one host: check it, diagnose it if wanted, choose remedies and their parameters, see the plan, take single changes or effects ' +
        'out of it, confirm it or save it, and undo it at once if wanted. Needs a terminal; --plain asks by number.',
    )
    .argument('<host>', 'name of one host')
    .option(
      '--break-lock <run>',
      'break the lock of this run, left behind or at work: its process is ended, its changes undone',
    )
    .addHelpText(
      'after',
      example('setright fix EX01', 'setright fix EX01 --undo-after 8h', 'setright fix EX01 --plain'),
    )
    .action((name: string, options: FixOptions) =>
      act(options, async (terminal) => (await import('./fix/fix-host.ts')).fixHost(terminal, name, options)),
    );
};
