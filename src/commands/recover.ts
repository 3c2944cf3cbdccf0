import { Option } from 'commander';
import { count, type HostOptions, SELECTORS, withHives, withHosts } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface RecoverOptions extends HostOptions {
  readonly yes?: boolean;
  readonly undo?: boolean;
  readonly keep?: boolean;
  readonly breakLock?: string;
  readonly prune?: boolean;
  readonly olderThan?: number;
}

export const addRecover: AddVerb = (program, act) => {
  withHives(withHosts(program.command('recover')))
    .summary('settle what unfinished runs left on hosts')
    .description(
      'Looks for runs without an end: in the journals here, and in the record on each host, whoever began them. Shows what they touched and ' +
        'what it holds now, and undoes them where a host still holds what they wrote. Ends 4 when a person is needed.',
    )
    .argument('[hosts...]', `${SELECTORS}; all of the inventory without any`)
    .option('--yes', 'settle what is found without asking')
    .addOption(new Option('--undo', 'take the runs back (what --yes does)').conflicts('keep'))
    .addOption(
      new Option('--keep', 'keep a run when all that it touched reads as it was wanted').conflicts('undo'),
    )
    .option('--break-lock <run>', 'settle this run of another controller too; one still at work is ended')
    .addOption(
      new Option('--prune', 'remove the records of ended runs from hosts instead').conflicts([
        'undo',
        'keep',
        'breakLock',
      ]),
    )
    .addOption(
      new Option('--older-than <days>', 'with --prune: only of runs that began so long ago').argParser(count),
    )
    .addHelpText(
      'after',
      example('setright recover', 'setright recover EX01 --yes', 'setright recover --prune --older-than 90'),
    )
    .action((selectors: string[], options: RecoverOptions) =>
      act(options, async (terminal) =>
        options.prune
          ? (await import('./recover/prune-old-records.ts')).pruneOldRecords(terminal, selectors, options)
          : (await import('./recover/recover-fleet.ts')).recoverFleet(terminal, selectors, options),
      ),
    );
};
