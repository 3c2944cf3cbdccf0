import { type HostOptions, SELECTORS, withHosts } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface DoctorOptions extends HostOptions {
  readonly fixHint?: boolean;
}

export const addDoctor: AddVerb = (program, act) => {
  withHosts(program.command('doctor'))
    .summary('find out why a host cannot be worked on; changes nothing')
    .description(
      'Goes the way to each host step by step: name, TCP, TLS or host key, the service, login, shell quotas, rights, clock, PowerShell, ' +
        'language mode, policy, antivirus, a question, difficult text, the time of the first answer, a large question and a large answer. ' +
        'Each step is shown with what was found and the next move; the first bad one ends the way. Logs in as a run does, opens one shell ' +
        'more over WinRM, and changes nothing. Ends 0 when every host can be worked on, 5 when one cannot.',
    )
    .argument('<hosts...>', SELECTORS)
    .option(
      '--fix-hint',
      'print the command to run on the host, where one helps; it is never run by Setright',
    )
    .addHelpText(
      'after',
      example('setright doctor EX01', 'setright doctor all --fix-hint', 'setright doctor all --json'),
    )
    .action((selectors: string[], options: DoctorOptions) =>
      act(options, async (terminal) =>
        (await import('./doctor/diagnose-hosts.ts')).diagnoseHosts(terminal, selectors, options),
      ),
    );
};
