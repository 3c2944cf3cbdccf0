import {
  type HostOptions,
  type InventoryOptions,
  SELECTORS,
  withConnection,
  withInventory,
} from './options.ts';
import { type AddVerb, example } from './verb.ts';

interface TrustOptions extends HostOptions {
  readonly fingerprint?: string;
}

export const addHosts: AddVerb = (program, act) => {
  const hosts = program
    .command('hosts')
    .summary('the hosts of the inventory; trust a host key')
    .description('The hosts of the inventory, and the keys they are known by.')
    .addHelpText(
      'after',
      example('setright hosts', "setright hosts list 'EX*'", 'setright hosts trust EX01'),
    );
  withInventory(hosts.command('list', { isDefault: true }))
    .summary('list hosts with groups, transport and address')
    .description(
      'Lists the selected hosts with their groups, how they are reached and what they are held to. It reads the inventory and finds its ' +
        'mistakes; no host is contacted.',
    )
    .argument('[hosts...]', `all without any; ${SELECTORS}`)
    .addHelpText('after', example('setright hosts list exchange --json'))
    .action((selectors: string[], options: InventoryOptions) =>
      act(options, async (terminal) =>
        (await import('./hosts/list-hosts.ts')).listHosts(terminal, selectors, options),
      ),
    );
  withConnection(hosts.command('trust'))
    .summary('make the key of an ssh host known')
    .description(
      'Shows the key that a host (or a jump host on the way) offers and how to compare it at the host itself. Once confirmed it is ' +
        'appended to known_hosts. Nobody is logged in.',
    )
    .argument('<host>', 'name of one host')
    .option('--fingerprint <fingerprint>', 'trust exactly this key without asking: SHA256:...')
    .addHelpText(
      'after',
      example('setright hosts trust EX01', 'setright hosts trust EX01 --fingerprint SHA256:q4m...'),
    )
    .action((name: string, options: TrustOptions) =>
      act(options, async (terminal) =>
        (await import('./hosts/trust-host.ts')).trustHost(terminal, name, options),
      ),
    );
};
