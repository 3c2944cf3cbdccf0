import { type OutputOptions, path, repeatable, withOutput } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface ExportOptions extends OutputOptions {
  readonly host: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly digest?: string;
}

export const addExport: AddVerb = (program, act) => {
  withOutput(program.command('export'))
    .summary('a saved plan as one script per host, for hosts that no line reaches')
    .description(
      'Writes one reviewable .ps1 per host of a saved plan: the scripts that every host is sent, byte for byte, and the plan as data. On ' +
        'the host it shows the plan without a switch, and backs up, sets, verifies, keeps or restores with -Apply; -Check, -Undo and, for ' +
        'guarded changes, -Confirm are its others. Effects need -WithEffects. It refuses any machine but the one the plan was made for, and ' +
        'leaves the same record there as any run. Plans with sensitive states are refused: they would stand in the file.',
    )
    .argument('<plan>', 'the plan file')
    .addOption(repeatable('--host <name>', 'only this host of the plan'))
    .option(
      '--out <path>',
      'a file that ends with .ps1, for a single host; else a folder. Default: this folder',
      path,
    )
    .option('--force', 'overwrite what is there')
    .option('--digest <digest>', 'refuse any plan but the one with this digest')
    .addHelpText(
      'after',
      example('setright export ex01.json', 'setright export plan.json --host EX01 --out ex01.ps1'),
    )
    .action((plan: string, options: ExportOptions) =>
      act(options, async (terminal) =>
        (await import('./export/export-plan-file.ts')).exportPlanFile(terminal, plan, options),
      ),
    );
};
