import { type HostOptions, SELECTORS, withHosts } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export interface PathOptions extends HostOptions {
  readonly peer: string;
}

export const addPath: AddVerb = (program, act) => {
  withHosts(program.command('path'))
    .summary('find the largest packet that crosses from hosts to a peer, and back')
    .description(
      "Each host's own PowerShell pings the peer with Don't Fragment, over IPv4 and IPv6, and draws sizes against answers: a router that " +
        'says "too big", our own interface, silence between small pings that are answered (a black hole), filtered pings and loss are told ' +
        'apart. A peer that is in the inventory is asked for the way back too, and this computer pings every end that lies on a network. Changes nothing; takes up to two minutes a way where pings ' +
        'vanish. Ends 0 when every way is clear or told, 2 when one is a black hole, 5 when one could not be told.',
    )
    .argument('<hosts...>', SELECTORS)
    .requiredOption(
      '--peer <name>',
      'whom large packets do not reach: a host of the inventory, a name or an address',
    )
    .addHelpText(
      'after',
      example('setright path PC17 --peer EX01', 'setright path PC17 --peer 10.0.30.5 --json'),
    )
    .action((selectors: string[], options: PathOptions) =>
      act(options, async (terminal) =>
        (await import('./path/measure-hosts.ts')).measureHosts(terminal, selectors, options),
      ),
    );
};
