import { type HostOptions, SELECTORS, withHosts } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface GuardOptions extends HostOptions {
  readonly yes?: boolean;
}

export const addGuard: AddVerb = (program, act) => {
  const guard = program
    .command('guard')
    .summary('guards on hosts: list, cancel, fire')
    .description(
      'A change that can cut our own line, and every stop of a service, is made under a guard: a task on the host that undoes it after ' +
        '--guard-seconds unless a new connection confirms. Proven on the simulated host and on real PowerShell with a task scheduler ' +
        'that is faked; on no real one yet.',
    )
    .addHelpText(
      'after',
      example('setright guard list', 'setright guard cancel EX01', 'setright guard fire EX01'),
    );
  withHosts(guard.command('list', { isDefault: true }))
    .summary('guards that stand on hosts')
    .argument('[hosts...]', `${SELECTORS}; all of the inventory without any`)
    .addHelpText('after', example('setright guard list --json'))
    .action((selectors: string[], options: HostOptions) =>
      act(options, async (terminal) =>
        (await import('./list-guards.ts')).listGuards(terminal, selectors, options),
      ),
    );
  withHosts(guard.command('cancel'))
    .summary('take a guard away; its run stays open until it is settled')
    .argument('<host>', 'one host')
    .option('--yes', 'without asking')
    .addHelpText('after', example('setright guard cancel EX01'))
    .action((name: string, options: GuardOptions) =>
      act(options, async (terminal) =>
        (await import('./cancel-guard.ts')).cancelGuard(terminal, name, options),
      ),
    );
  withHosts(guard.command('fire'))
    .summary('undo now what the guard would undo, as recover --undo does')
    .argument('<host>', 'one host')
    .option('--yes', 'without asking')
    .addHelpText('after', example('setright guard fire EX01'))
    .action((name: string, options: GuardOptions) =>
      act(options, async (terminal) =>
        (await import('./recover-fleet.ts')).recoverFleet(terminal, [name], { ...options, undo: true }),
      ),
    );
};
