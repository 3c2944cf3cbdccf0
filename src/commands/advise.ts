import { Option } from 'commander';
import { type OutputOptions, path, repeatable, withOutput } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface AdviseOptions extends OutputOptions {
  readonly state?: string;
  readonly collector?: boolean;
  readonly remedy: readonly string[];
  readonly set: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

export const addAdvise: AddVerb = (program, act) => {
  withOutput(program.command('advise'))
    .summary('a host that cannot be served, judged from its state file')
    .description(
      'Judges a host that only lies in a state file, for systems whose newest PowerShell is too old to be served: Windows XP, Server 2003, ' +
        'Server 2008, and 2008 R2 without WMF 5.1. Prints what is wrong and what a person does about it: a .reg file to import, the .reg ' +
        'file that takes it back, and the commands that show that it worked. Nothing is changed anywhere. Ends as check does. The state ' +
        'file is what the collector wrote on that host, or what a person wrote. The collector is a script for PowerShell 2.0 and later that ' +
        'only reads; where there is no PowerShell at all, the commands at its end show the registry part of it.',
    )
    .addOption(
      new Option(
        '--state <file>',
        'what the host is: see docs/collected.md and docs/host-state.md',
      ).conflicts('collector'),
    )
    .addOption(
      new Option('--collector', 'print the script that makes such a file on the host').conflicts([
        'remedy',
        'set',
        'out',
        'force',
      ]),
    )
    .addOption(repeatable('--remedy <name>', 'judge by this remedy only; by all of them without it'))
    .addOption(repeatable('--set <name=value>', 'a parameter: remedy.parameter=value'))
    .option(
      '--out <folder>',
      'write <host>.reg and <host>-undo.reg there; files that exist are not overwritten',
      path,
    )
    .option('--force', 'overwrite them: they may be the only way back that somebody has')
    .addHelpText(
      'after',
      example(
        'setright advise --collector > collect.ps1',
        'setright advise --state ex2003.json',
        'setright advise --state ex2003.json --out advice --json',
      ),
    )
    .action((options: AdviseOptions) =>
      act(options, async (terminal) => {
        if (options.collector) return (await import('./advise/print-collector.ts')).printCollector(terminal);
        return (await import('./advise/advise-from-state.ts')).adviseFromState(terminal, options);
      }),
    );
};
