import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { RefusedError, UsageError } from '../../model/errors.ts';
import {
  type KnownHostLine,
  type KnownKeys,
  keysOf,
  knownHostName,
  parseKnownHosts,
  standingOf,
} from './known-hosts.ts';
import type { OfferedHostKey } from './offered-host-key.ts';

export interface KnownHostsFile {
  readonly path: string;
  of(endpoint: { readonly address: string; readonly port: number }): { name: string; keys: KnownKeys };
}

/** A file that does not exist knows nobody; one that cannot be read is a UsageError, never an empty one. */
export async function openKnownHosts(path = join(homedir(), '.ssh', 'known_hosts')): Promise<KnownHostsFile> {
  const lines = readLines(path, await contentOf(path));
  return {
    path,
    of: ({ address, port }) => {
      const name = knownHostName(address, port);
      return { name, keys: keysOf(lines, name) };
    },
  };
}

/**
 * Appends the line that makes the offered key known, and returns it. Everything else in the file stays byte for byte; the file is
 * replaced as a whole (mode 0600), so that a reader never sees half of it. RefusedError when the key is revoked or another is known.
 */
export async function trustHostKey(offered: OfferedHostKey): Promise<string> {
  const line = `${offered.name} ${offered.type} ${offered.key.toString('base64')}\n`;
  await mkdir(dirname(offered.knownHosts), { recursive: true, mode: 0o700 });
  const path = await realpath(offered.knownHosts).catch(() => offered.knownHosts);
  const before = await contentOf(path);
  const standing = standingOf(keysOf(readLines(path, before), offered.name), offered.key);
  if (standing === 'known') return line;
  if (standing !== 'unknown')
    throw new RefusedError(
      `${offered.who}: ${path} says that the key ${offered.fingerprint} of ${offered.name} is ${standing}; nothing was written. ` +
        'Settle that line of the file first, after you have asked why.',
    );
  const gap = before.length > 0 && before.at(-1) !== 0x0a ? '\n' : '';
  await replaceFile(path, Buffer.concat([before, Buffer.from(gap + line)]));
  return line;
}

/** A broken line can only make a host less known, but for one: a key that it revokes would be trusted. */
function readLines(path: string, content: Buffer): readonly KnownHostLine[] {
  const { lines, brokenRevocation } = parseKnownHosts(content.toString('utf8'));
  if (brokenRevocation === undefined) return lines;
  throw new UsageError(
    `${path}:${brokenRevocation}: this line revokes a key (@revoked), and which one cannot be read. Nothing was sent. Mend the line, or remove it ` +
      'when you know which key it meant.',
  );
}

async function replaceFile(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw new UsageError(
      `${path} (known_hosts) cannot be read: ${(cause as Error).message}. Check \`knownHosts\` of the transport in the inventory, and who may read that file.`,
      { cause },
    );
  }
}
