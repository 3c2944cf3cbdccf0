import type { Command } from 'commander';
import { type HostOptions, SELECTORS, withHosts, withOneHost } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface GuardOptions extends HostOptions {
  readonly yes?: boolean;
  readonly run?: string;
}

export const addGuard: AddVerb = (program, act) => {
  const guard = program
    .command('guard')
    .summary('guards and timed undos on hosts: list, cancel, fire')
    .description(
      'A change that can cut our own line, and every stop of a service, is made under a guard: a task on the host that undoes it after ' +
        '--guard-seconds unless a new connection confirms. A timed undo (--undo-after) is such a task that takes a kept run back when it is ' +
        'due; many may stand on a host. Proven on the simulated host and on real PowerShell with a task scheduler ' +
        'that is faked; on no real one yet.',
    )
    .addHelpText(
      'after',
      example('setright guard list', 'setright guard cancel EX01', 'setright guard fire EX01'),
    );
  withHosts(guard.command('list', { isDefault: true }))
    .summary('what stands on hosts and when it undoes; timed undos that have fired and how they ended')
    .description(
      'Lists the guards and timed undos that stand on the hosts, when each undoes what, and how those ended that have fired. Changes nothing.',
    )
    .argument('[hosts...]', `${SELECTORS}; all of the inventory without any`)
    .addHelpText('after', example('setright guard list --json'))
    .action((selectors: string[], options: HostOptions) =>
      act(options, async (terminal) =>
        (await import('./guard/list-guards.ts')).listGuards(terminal, selectors, options),
      ),
    );
  withOneGuard(guard.command('cancel'))
    .summary('take a guard away: its run stays open until it is settled; or a timed undo: what it set lasts')
    .description(
      'Takes a guard away: its run stays open until `setright recover` or the next apply settles it. Of a timed undo: what it set lasts. ' +
        'Shown and asked first.',
    )
    .addHelpText('after', example('setright guard cancel EX01'))
    .action((name: string, options: GuardOptions) =>
      act(options, async (terminal) =>
        (await import('./guard/cancel-guard.ts')).cancelGuard(terminal, name, options),
      ),
    );
  withOneGuard(guard.command('fire'))
    .summary('undo now what a guard or a timed undo would undo')
    .description('Undoes now what a guard or a timed undo would undo by itself later. Shown and asked first.')
    .addHelpText('after', example('setright guard fire EX01'))
    .action((name: string, options: GuardOptions) =>
      act(options, async (terminal) =>
        (await import('./guard/fire-guard.ts')).fireGuard(terminal, name, options),
      ),
    );
};

const withOneGuard = (command: Command): Command =>
  withOneHost(command)
    .argument('<host>', 'one host')
    .option('--run <run>', 'of this run, where several stand')
    .option('--yes', 'without asking');
