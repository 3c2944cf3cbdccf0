import type { CredentialReference, TransportSettings } from '../model/host.ts';
import type { Secret } from '../model/secret.ts';
import type { Transport } from '../model/transport.ts';

export interface TransportOptions {
  /** Fetches what the inventory only refers to; asked before the connect deadline begins, for it may ask a person. */
  credential(reference: CredentialReference): Promise<Secret>;
  /** `--allow-command`: programs named in the inventory may be run. */
  readonly allowCommand: boolean;
  /** From the first look-up of a name to the started PowerShell, all jump hosts included. */
  readonly connectSeconds: number;
  /** SSH: a line is broken after three questions, this far apart, without an answer; 15 when left out. */
  readonly keepAliveSeconds?: number;
  /** Where the SSH agent is (SSH_AUTH_SOCK) and what local programs inherit; this process's own when left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

export type Transports = Readonly<Record<TransportSettings['type'], Transport>>;
