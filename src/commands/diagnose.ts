import { type HostOptions, path, repeatable, SELECTORS, withHosts } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface DiagnoseOptions extends HostOptions {
  readonly symptom?: string;
  readonly peer?: string;
  readonly capture?: string;
  readonly plan?: string;
  readonly state: readonly string[];
  readonly set: readonly string[];
}

export const addDiagnose: AddVerb = (program, act) => {
  withHosts(program.command('diagnose'))
    .summary('find the cause of trouble, and what cures it; changes nothing')
    .description(
      'Looks at hosts and explains what was found: what was seen with its time, what brought about what, the likely cause with how sure ' +
        'that is and what would change it, the fixes in the order to try them, and what is no fix and why. Name the server and the client ' +
        'together: what was seen on one is linked with the other where times and accounts say so. Reads only. Ends 0 when nothing was ' +
        'found, 2 with findings, 5 when something could not be told.',
    )
    .argument('[hosts...]', SELECTORS)
    .option(
      '--symptom <name>',
      'ask only what bears on it: 9646 and 26 (the events), ports (4227, 4231), crm, mapi-leak; everything without it',
    )
    .option(
      '--peer <host>',
      'probe the path to it for large packets that vanish; both ways when the inventory has it',
    )
    .option('--capture <file>', 'a packet capture of the trouble (pcap, pcapng): its verdict joins the chain')
    .addOption(
      repeatable('--state <file>', 'a host that only lies in a state file: Windows XP and Server 2003'),
    )
    .addOption(
      repeatable('--set <name=value>', 'a parameter of a remedy that is asked: remedy.parameter=value'),
    )
    .option('--plan <file>', 'save a plan of the fixes that are changes; what is no fix is not in it', path)
    .addHelpText(
      'after',
      example(
        'setright diagnose EX01',
        'setright diagnose EX01 PC07 --symptom 9646 --peer PC07',
        'setright diagnose EX01 PC07 --capture outlook.pcapng',
        'setright diagnose EX01 --plan ex01.json',
        'setright diagnose --state ex2003.json --symptom mapi-leak --set exchange-mapi-leak.program=bes.exe',
      ),
    )
    .action((selectors: string[], options: DiagnoseOptions) =>
      act(options, async (terminal) =>
        (await import('./diagnose/find-causes.ts')).findCauses(terminal, selectors, options),
      ),
    );
};
