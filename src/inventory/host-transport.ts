import type { SshEndpoint, TransportSettings } from '../model/host.ts';
import type { TransportEntry } from './shape.ts';
import { credentialReference, filePath, refuseUnlessAddress, type Surroundings } from './surroundings.ts';
import { winrmTransport } from './winrm-transport.ts';

type TransportType = TransportSettings['type'];
type TransportKey = Exclude<keyof TransportEntry, 'type'> | 'address';
export type SettledTransport = TransportEntry & { readonly address?: string | undefined };
export type Refuse = (key: TransportKey, text: string) => void;

const keysOf: Readonly<Record<TransportType, readonly TransportKey[]>> = {
  ssh: [
    'address',
    'port',
    'user',
    'agent',
    'key',
    'passphrase',
    'password',
    'via',
    'knownHosts',
    'executable',
    'narrow',
  ],
  winrm: [
    'address',
    'port',
    'user',
    'password',
    'https',
    'auth',
    'spn',
    'keytab',
    'ccache',
    'ca',
    'fingerprint',
    'certificate',
    'key',
    'passphrase',
    'via',
    'knownHosts',
    'native',
    'proxy',
    'executable',
  ],
  local: ['executable'],
  command: ['argv'],
  simulated: ['state'],
};

export const belongsTo = (key: string, type: TransportType): boolean =>
  key === 'type' || (keysOf[type] as readonly string[]).includes(key);

/** For the message about a key that stands where its transport is not used. */
export const ownersOf = (key: string): string =>
  Object.keys(keysOf)
    .filter((type) => belongsTo(key, type as TransportType))
    .join(' and ');

/** The transport of one host from everything it inherited, variables already in. */
export function hostTransport(
  host: string,
  settled: SettledTransport,
  around: Surroundings,
  refuse: Refuse,
): TransportSettings {
  const type = settled.type ?? 'ssh';
  if (type === 'local')
    return {
      type,
      executable: settled.executable ?? (around.platform === 'win32' ? 'powershell.exe' : 'pwsh'),
    };
  if (type === 'command') {
    if (!settled.argv)
      refuse('argv', 'found no argv, expected the program to start and its arguments; add argv:');
    return { type, argv: settled.argv ?? [], source: around.file };
  }
  if (type === 'simulated') {
    if (!settled.state)
      refuse('state', 'found no state, expected the state file of the simulated host; add state:');
    return { type, state: filePath(settled.state ?? '', around) };
  }
  const said = { ...settled, address: settled.address ?? host };
  const shared = {
    via: (settled.via ?? []).map((hop) =>
      sshEndpoint(hop, around, (_key, text) => refuse('via', `jump host ${hop.address}: ${text}`)),
    ),
    executable: settled.executable ?? 'powershell.exe',
    ...(settled.knownHosts === undefined ? {} : { knownHosts: filePath(settled.knownHosts, around) }),
  };
  if (type === 'winrm') return { ...winrmTransport(said, around, refuse), ...shared };
  const narrow = settled.narrow === undefined ? {} : { narrow: settled.narrow };
  return { type, ...sshEndpoint(said, around, refuse), ...shared, ...narrow };
}

function sshEndpoint(
  said: Omit<SettledTransport, 'type'> & { readonly address: string },
  around: Surroundings,
  refuse: Refuse,
): SshEndpoint {
  refuseUnlessAddress(said.address, refuse);
  if (said.user === undefined)
    refuse(
      'user',
      'found no user for the SSH connection, expected one; add user: to the host or to a group of it',
    );
  return {
    address: said.address,
    port: said.port ?? 22,
    user: said.user ?? '',
    agent: said.agent ?? (said.key === undefined && said.password === undefined),
    ...(said.key === undefined ? {} : { keyFile: filePath(said.key, around) }),
    ...(said.passphrase === undefined ? {} : { passphrase: credentialReference(said.passphrase, around) }),
    ...(said.password === undefined ? {} : { password: credentialReference(said.password, around) }),
  };
}
