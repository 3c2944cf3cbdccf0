/**
 * OpenSSH's known_hosts, read as sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT" describes it. Pure.
 * Stricter than ssh(1) in one point: `[host]:port` is never looked up without its port.
 */
import { createHmac } from 'node:crypto';

export interface KnownHostLine {
  readonly marker: '' | '@revoked' | '@cert-authority';
  /** The comma-separated patterns, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** The public key as it stands on the wire. */
  readonly key: Buffer;
}

export interface KnownKey {
  readonly type: string;
  readonly key: Buffer;
}

/** What the file says of one host. */
export interface KnownKeys {
  readonly trusted: readonly KnownKey[];
  readonly revoked: readonly KnownKey[];
  /** A certificate authority is named for this host: host certificates are not supported. */
  readonly certAuthority: boolean;
}

export type Standing = 'known' | 'unknown' | 'changed' | 'revoked';

const markers = ['@revoked', '@cert-authority'] as const;

export interface KnownHostLines {
  readonly lines: readonly KnownHostLine[];
  /** Number of the first line that revokes a key which cannot be read. */
  readonly brokenRevocation: number | undefined;
}

/** Comments, and lines that hold no key of protocol 2, are left out. */
export function parseKnownHosts(text: string): KnownHostLines {
  const lines: KnownHostLine[] = [];
  let brokenRevocation: number | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const fields = raw.trim().split(/[ \t]+/);
    const marker = markers.find((name) => name === fields[0]) ?? '';
    const [names = '', type = '', encoded = ''] = marker === '' ? fields : fields.slice(1);
    const key = Buffer.from(encoded, 'base64');
    const isWhole = names !== '' && !/^[#@]/.test(names) && type !== '' && typeOfKey(key) === type;
    if (isWhole) lines.push({ marker, names, type, key });
    else if (marker === '@revoked') brokenRevocation ??= index + 1;
  }
  return { lines, brokenRevocation };
}

/** The algorithm name that a public key's wire form begins with, '' when it is none. */
export function typeOfKey(key: Buffer): string {
  if (key.length < 4) return '';
  const length = key.readUInt32BE(0);
  return length <= 64 && key.length >= 4 + length ? key.toString('latin1', 4, 4 + length) : '';
}

/** How known_hosts spells a host: lower case, and with its port unless that is 22. */
export function knownHostName(address: string, port: number): string {
  const name = address.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export function keysOf(lines: readonly KnownHostLine[], name: string): KnownKeys {
  const ours = lines.filter((line) => namesHost(line.names, name));
  return {
    trusted: ours.filter((line) => line.marker === ''),
    revoked: ours.filter((line) => line.marker === '@revoked'),
    certAuthority: ours.some((line) => line.marker === '@cert-authority'),
  };
}

/** A key of another type than the recorded ones counts as changed, not as unknown: it could be the way around them. */
export function standingOf(known: KnownKeys, key: Buffer): Standing {
  if (known.revoked.some((entry) => entry.key.equals(key))) return 'revoked';
  if (known.trusted.some((entry) => entry.key.equals(key))) return 'known';
  return known.trusted.length > 0 ? 'changed' : 'unknown';
}

export function hashName(name: string, salt: Buffer): string {
  const digest = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${digest}`;
}

/** A negated pattern that matches wins over every other, wherever it stands. */
export function namesHost(names: string, name: string): boolean {
  if (names.startsWith('|')) {
    const [, version, salt, digest, rest] = names.split('|');
    if (version !== '1' || !salt || !digest || rest !== undefined) return false;
    return hashName(name, Buffer.from(salt, 'base64')) === names;
  }
  let matched = false;
  for (const pattern of names.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

/** `*` any characters, `?` one; everything else, brackets too, stands for itself. Linear in pattern times name. */
function matchesPattern(pattern: string, name: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let retry = 0;
  while (at < name.length) {
    if (pattern[from] === '*') {
      star = from++;
      retry = at;
    } else if (from < pattern.length && (pattern[from] === '?' || pattern[from] === name[at])) {
      from++;
      at++;
    } else if (star >= 0) {
      from = star + 1;
      at = ++retry;
    } else return false;
  }
  while (pattern[from] === '*') from++;
  return from === pattern.length;
}
