import type { Endpoint } from './endpoint.ts';
import { fingerprintOf } from './host-key.ts';
import { type Standing, standingOf, typeOfKey } from './known-hosts.ts';
import type { KnownHostsFile } from './known-hosts-file.ts';

/** A host key that a machine on the way to a host showed, and what known_hosts says of it. */
export interface OfferedHostKey {
  readonly who: string;
  /** The host of the inventory that was on the way to. */
  readonly host: string;
  /** As known_hosts spells it: `ex01.example`, `[ex01.example]:2222`. */
  readonly name: string;
  readonly type: string;
  /** `SHA256:...`, as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
  readonly key: Buffer;
  readonly standing: Standing;
  readonly known: readonly { readonly type: string; readonly fingerprint: string }[];
  readonly certAuthority: boolean;
  /** Path of the file that was asked. */
  readonly knownHosts: string;
}

export function judgeHostKey(endpoint: Endpoint, file: KnownHostsFile, key: Buffer): OfferedHostKey {
  const { name, keys } = file.of(endpoint);
  return {
    who: endpoint.who,
    host: endpoint.host,
    name,
    type: typeOfKey(key),
    fingerprint: fingerprintOf(key),
    key,
    standing: standingOf(keys, key),
    known: keys.trusted.map((entry) => ({ type: entry.type, fingerprint: fingerprintOf(entry.key) })),
    certAuthority: keys.certAuthority,
    knownHosts: file.path,
  };
}
