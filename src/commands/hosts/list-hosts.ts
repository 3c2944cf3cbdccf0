import { loadInventory, selectHosts } from '../../inventory/index.ts';
import type { Host, TransportSettings, WinrmTransport } from '../../model/host.ts';
import { printable } from '../../model/printable.ts';
import { table } from '../../report/table.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { InventoryOptions } from '../options.ts';
import { inventoryPath } from '../steps/controller.ts';

export async function listHosts(
  terminal: Terminal,
  selectors: readonly string[],
  options: InventoryOptions,
): Promise<number> {
  const inventory = await loadInventory(inventoryPath(options.inventory, terminal.outside.environment));
  const hosts = selectHosts(inventory, selectors.length > 0 ? selectors : ['all'], options.limit);
  terminal.result(
    () => ({
      schema: 'setright/hosts-list@1',
      inventory: inventory.path,
      hosts: hosts.map(({ name, groups, transport, remedies, source }) => ({
        name,
        groups,
        transport: transport.type,
        address: addressOf(transport),
        remedies: Object.keys(remedies),
        source,
      })),
    }),
    () => table(['HOST', 'GROUPS', 'BY', 'ADDRESS', 'HELD TO'], hosts.map(rowOf), terminal),
  );
  return 0;
}

const rowOf = ({ name, groups, transport, remedies }: Host) => [
  { text: printable(name), tone: 'bold' as const },
  { text: groups.join(', ') },
  { text: transport.type },
  { text: printable(addressOf(transport)) },
  { text: Object.keys(remedies).join(', ') },
];

/** Where the line leads: an address with its port, a program, a file. */
function addressOf(transport: TransportSettings): string {
  if (transport.type === 'ssh') {
    const via = viaOf(transport);
    return `${transport.user}@${transport.address}${transport.port === 22 ? '' : `:${transport.port}`}${via}`;
  }
  if (transport.type === 'winrm') {
    const { address, https, port, user } = transport;
    const named = address.includes(':') ? `[${address}]` : address;
    const unnamed = unnamedOf(transport);
    return `${https ? 'https' : 'http'}://${named}:${port} as ${user === '' ? unnamed : user}${viaOf(transport)}${proxyOf(transport)}`;
  }
  if (transport.type === 'command') return transport.argv[0] ?? '';
  return transport.type === 'local' ? transport.executable : transport.state;
}

function unnamedOf({ auth, native }: WinrmTransport): string {
  if (native === false) return 'who Setright runs as';
  return auth === 'certificate' ? 'its certificate' : 'its Kerberos ticket';
}

const proxyOf = ({ proxy }: WinrmTransport): string =>
  proxy === undefined ? '' : ` by proxy ${proxy.address}`;

const viaOf = ({ via }: { readonly via: readonly { readonly address: string }[] }): string =>
  via.map(({ address }) => ` via ${address}`).join('');
