import { sameName } from '../model/windows-name.ts';

/** Services without which our own line to a host, or the next one, does not come about. Key names, with what each carries. */
const lifelines: Readonly<Record<string, string>> = {
  WinRM: 'it serves WinRM connections',
  sshd: 'it serves SSH connections',
  HTTP: 'WinRM listens through it',
  RpcSs: 'WinRM, services and logons need it',
  RpcEptMapper: 'RPC needs it',
  DcomLaunch: 'RPC needs it',
  Dhcp: 'it holds the address of the host',
  Dnscache: 'it resolves names',
  DNS: 'it resolves names',
  nsi: 'the network needs it',
  NlaSvc: 'it chooses the firewall profile',
  netprofm: 'it chooses the firewall profile',
  Tcpip: 'it is the network',
  Tcpip6: 'it is the network',
  AFD: 'it is the network',
  NDIS: 'it is the network',
  NetBT: 'domain logons of older systems need it',
  BFE: 'the firewall needs it',
  mpssvc: 'it is the firewall',
  PolicyAgent: 'it is IPsec',
  IKEEXT: 'it is IPsec',
  Netlogon: 'domain logons need it',
  LanmanServer: 'remote administration needs it',
  LanmanWorkstation: 'Netlogon needs it',
  SamSs: 'logons need it',
  KeyIso: 'TLS and SSH keys need it',
  CryptSvc: 'TLS needs it',
  ProfSvc: 'logons need it',
  LSM: 'logons need it',
  PlugPlay: 'network adapters need it',
  Kdc: 'it is Kerberos',
  NTDS: 'it is the directory',
};

/** What the service carries of our line to the host, or undefined. */
export function lifelineOf(service: string): string | undefined {
  const found = Object.keys(lifelines).find((name) => sameName(name, service));
  return found === undefined ? undefined : lifelines[found];
}
