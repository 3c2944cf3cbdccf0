import type { JsonObject } from './json.ts';

/** Where a credential is kept; an inventory never holds the credential itself. */
export type CredentialReference =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  /** Asked of the person at the start of a run, once for each question however many hosts share it. */
  | { readonly from: 'prompt'; readonly question: string };

export interface SshEndpoint {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Use the agent at SSH_AUTH_SOCK (on Windows: OpenSSH's pipe or Pageant). */
  readonly agent: boolean;
  readonly keyFile?: string;
  readonly passphrase?: CredentialReference;
  readonly password?: CredentialReference;
}

export interface SshTransport extends SshEndpoint {
  readonly type: 'ssh';
  /** Jump hosts in the order in which they are passed. */
  readonly via: readonly SshEndpoint[];
  /** Which PowerShell to start: `powershell.exe`, or `pwsh` on hosts that have only that one. */
  readonly executable: string;
  /**
   * A router on the way swallows large packets: everything travels in small ones, slowly. False: never. Left out: once the first exchange
   * with the host has stalled.
   */
  readonly narrow?: boolean;
  /** Defaults to OpenSSH's own `~/.ssh/known_hosts`; only `setright hosts trust` ever writes it. */
  readonly knownHosts?: string;
}

/** An HTTP proxy that passes connections on (CONNECT). */
export interface HttpProxy {
  readonly address: string;
  readonly port: number;
  /** Who to log in as there (Basic); both or none. */
  readonly user?: string;
  readonly password?: CredentialReference;
}

export interface WinrmTransport {
  readonly type: 'winrm';
  readonly address: string;
  readonly port: number;
  /** Without it every message is sealed, and the host shows no key of its own. */
  readonly https: boolean;
  /** Negotiate is NTLMv2; basic and certificate need https. */
  readonly auth: 'negotiate' | 'kerberos' | 'basic' | 'certificate';
  /** '' where a certificate says who we are, or the Kerberos ticket that is there. */
  readonly user: string;
  /** Kerberos: the service's principal where it is none of the usual ones; a keytab; the tickets to use, as libkrb5 names them. */
  readonly spn?: string;
  readonly keytabFile?: string;
  readonly ccache?: string;
  readonly password?: CredentialReference;
  /** PEM files of the client's certificate and its key. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  readonly passphrase?: CredentialReference;
  /** PEM file with the authorities that may have signed the host's certificate. */
  readonly ca?: string;
  /** `SHA256:` and 64 hex digits: only this certificate is the host's. */
  readonly fingerprint?: string;
  /** SSH jump hosts in the order in which they are passed, and the host keys that are trusted of them. */
  readonly via: readonly SshEndpoint[];
  readonly knownHosts?: string;
  /** Not by our own client but through the remoting of this machine's PowerShell. Without user and password: as who we run. */
  readonly native?: false;
  /** Passes every connection on; never beside jump hosts. */
  readonly proxy?: HttpProxy;
  readonly executable: string;
}

export interface LocalTransport {
  readonly type: 'local';
  readonly executable: string;
}

export interface CommandTransport {
  readonly type: 'command';
  /** A program and its arguments; the bootstrap's arguments are appended. */
  readonly argv: readonly string[];
  /** The file that asked for it: it must be the user's own, or `--allow-command` given. */
  readonly source: string;
}

export interface SimulatedTransport {
  readonly type: 'simulated';
  /** The state file of the simulated Windows host. */
  readonly state: string;
}

export type TransportSettings =
  | SshTransport
  | WinrmTransport
  | LocalTransport
  | CommandTransport
  | SimulatedTransport;

/** One host of the inventory with everything it inherited from its groups. */
export interface Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly transport: TransportSettings;
  readonly variables: JsonObject;
  /** Remedies that this host is held to, with their parameters. */
  readonly remedies: Readonly<Record<string, JsonObject>>;
  /** File and line where the host stands, for messages. */
  readonly source: string;
}

export const isNarrow = ({ transport }: Host): boolean =>
  transport.type === 'ssh' && transport.narrow === true;

/** The same host, spoken to in small packets. Undefined where the inventory has decided that, or nothing can. */
export function inNarrowMode(host: Host): Host | undefined {
  const { transport } = host;
  if (transport.type !== 'ssh' || transport.narrow !== undefined) return undefined;
  return { ...host, transport: { ...transport, narrow: true } };
}
