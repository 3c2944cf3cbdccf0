import { createHash } from 'node:crypto';
import type { KnownKeys } from './known-hosts.ts';

/** As `ssh-keygen -lf` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Signature algorithms for each type of host key, the preferred first. DSA is not offered. */
const algorithms = new Map<string, readonly string[]>([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']],
]);

/** A server has several keys and shows one: ask first for those that we know, or a known host looks like a changed one. */
export function hostKeyAlgorithms(known: KnownKeys): string[] {
  const types = new Set([...known.trusted.map((entry) => entry.type), ...algorithms.keys()]);
  return [...types].flatMap((type) => algorithms.get(type) ?? []);
}
