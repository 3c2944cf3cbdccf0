import type { RegistryValue } from '../model/resource.ts';
import { lifelineOf } from './line-services.ts';
import { physicalLevels } from './registry-path.ts';

/** A key (folded, below its hive, `*` for any one level) and whether everything below it counts too. */
interface LineKey {
  readonly key: readonly string[];
  readonly below: boolean;
  readonly names?: readonly string[];
  readonly why: string;
}

const control = (path: string): string => `SYSTEM\\*\\CONTROL\\${path}`;
const service = (path: string): string => `SYSTEM\\*\\SERVICES\\${path}`;

const lineKeys: readonly LineKey[] = [
  ...below('it sets addresses, routes, DNS or MTU of a network interface', [
    service('TCPIP\\PARAMETERS\\INTERFACES'),
    service('TCPIP\\PARAMETERS\\PERSISTENTROUTES'),
    service('TCPIP6\\PARAMETERS\\INTERFACES'),
    service('TCPIP6\\PARAMETERS\\PERSISTENTROUTES'),
    service('NETBT\\PARAMETERS\\INTERFACES'),
    service('DHCP\\PARAMETERS'),
  ]),
  {
    key: service('TCPIP\\PARAMETERS').split('\\'),
    below: false,
    names: [
      'NAMESERVER',
      'DOMAIN',
      'SEARCHLIST',
      'HOSTNAME',
      'NV HOSTNAME',
      'NV DOMAIN',
      'ENABLEPMTUDISCOVERY',
    ],
    why: 'it sets DNS, the name of the host or the MTU',
  },
  {
    key: service('TCPIP6\\PARAMETERS').split('\\'),
    below: false,
    names: ['DISABLEDCOMPONENTS'],
    why: 'it can turn IPv6 off',
  },
  ...below('it decides how names are resolved', [
    service('DNSCACHE\\PARAMETERS\\DNSPOLICYCONFIG'),
    'SOFTWARE\\POLICIES\\MICROSOFT\\WINDOWS NT\\DNSCLIENT\\DNSPOLICYCONFIG',
  ]),
  ...below('it belongs to network adapters', [
    control('CLASS\\{4D36E972-E325-11CE-BFC1-08002BE10318}'),
    control('NETWORK'),
    control('NETWORKSETUP2'),
    service('VMSMP'),
  ]),
  ...below('it is firewall or IPsec policy', [
    service('SHAREDACCESS'),
    service('MPSSVC'),
    service('BFE'),
    service('POLICYAGENT'),
    'SOFTWARE\\POLICIES\\MICROSOFT\\WINDOWSFIREWALL',
    'SOFTWARE\\POLICIES\\MICROSOFT\\WINDOWS\\IPSEC',
  ]),
  ...below('it belongs to WinRM', [
    'SOFTWARE\\MICROSOFT\\WINDOWS\\CURRENTVERSION\\WSMAN',
    'SOFTWARE\\POLICIES\\MICROSOFT\\WINDOWS\\WINRM',
    service('WINRM'),
    service('HTTP'),
  ]),
  ...below('it belongs to OpenSSH', ['SOFTWARE\\OPENSSH', service('SSHD')]),
  {
    key: control('SESSION MANAGER\\ENVIRONMENT').split('\\'),
    below: false,
    names: ['__PSLOCKDOWNPOLICY'],
    why: 'it can take the language mode from PowerShell that we need',
  },
];

/** Why a registry value can cut our line to its host: what it belongs to. Undefined for all others. */
export function registryCutsLine(resource: RegistryValue): string | undefined {
  if (resource.hive !== 'HKLM') return undefined;
  const levels = physicalLevels(resource).slice(1);
  const name = resource.name.toUpperCase();
  const found = lineKeys.find((entry) => matches(entry, levels, name));
  return found ? `${found.why}, so changing it can cut our own line to the host` : ofLifeline(levels);
}

/** The values of the service's own key say how it starts, as whom, and what of; its Parameters are its own affair. */
function ofLifeline(levels: readonly string[]): string | undefined {
  const [root, , services, name, ...deeper] = levels;
  if (root !== 'SYSTEM' || services !== 'SERVICES' || name === undefined || deeper.length > 0)
    return undefined;
  const carries = lifelineOf(name);
  return (
    carries &&
    `it configures the service ${name} (${carries}), so changing it can cut our own line to the host`
  );
}

function matches({ key, below, names }: LineKey, levels: readonly string[], name: string): boolean {
  if (levels.length < key.length || (!below && levels.length > key.length)) return false;
  return (
    key.every((level, index) => level === '*' || level === levels[index]) && (names?.includes(name) ?? true)
  );
}

function below(why: string, keys: readonly string[]): readonly LineKey[] {
  return keys.map((key) => ({ key: key.split('\\'), below: true, why }));
}
