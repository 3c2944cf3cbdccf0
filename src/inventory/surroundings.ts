import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { CredentialReference } from '../model/host.ts';
import { quoted } from './mistake.ts';
import type { CredentialEntry } from './shape.ts';

/** What paths and defaults of an inventory are relative to. */
export interface Surroundings {
  /** The inventory file, absolute. */
  readonly file: string;
  readonly folder: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

export function refuseUnlessAddress(address: string, refuse: (key: 'address', text: string) => void): void {
  if (isIP(address) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?$/.test(address))
    refuse(
      'address',
      `found the address ${quoted(address)}, expected a host name or an IP address (user and port have their own keys)`,
    );
}

/** The shape has made sure that exactly one of the three stands there. */
export function credentialReference(entry: CredentialEntry, around: Surroundings): CredentialReference {
  if (entry.env !== undefined) return { from: 'env', name: entry.env };
  if (entry.file !== undefined) return { from: 'file', path: filePath(entry.file, around) };
  return { from: 'prompt', question: entry.prompt ?? '' };
}

/** Relative to the inventory file, never to where the program happens to be started. */
export function filePath(text: string, around: Surroundings): string {
  const expanded = /^~(?=$|[\\/])/.test(text) ? around.home + text.slice(1) : text;
  return resolve(around.folder, expanded);
}
