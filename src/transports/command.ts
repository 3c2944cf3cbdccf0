/** Any program that gives a PowerShell's stdin and stdout: `docker exec -i`, `kubectl exec -i`, a jump tool, Wine. */
import { spawn } from 'node:child_process';
import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { CommandTransport, Host } from '../model/host.ts';
import type { Transport } from '../model/transport.ts';
import { lineToChild } from './child-line.ts';
import type { TransportOptions } from './options.ts';

export function commandTransport(options: TransportOptions): Transport {
  return {
    start: async (host, powershellArguments, signal) => {
      if (host.transport.type !== 'command') throw new TypeError(`${host.name} is not reached by a command`);
      const [program, ...own] = host.transport.argv;
      if (program === undefined || program === '')
        throw new UsageError(`${host.name}: \`argv\` of the command transport is empty.`);
      if (!options.allowCommand) await refuseUnlessOurs(host, host.transport);
      const spawned = () =>
        spawn(program, [...own, ...powershellArguments], {
          stdio: 'pipe',
          shell: false,
          windowsHide: true,
          detached: process.platform !== 'win32',
          env: options.environment ?? process.env,
        });
      return lineToChild(host.name, program, spawned, signal);
    },
  };
}

/** An inventory that names programs is itself a program: whoever can write it can run things as us. */
async function refuseUnlessOurs(host: Host, { source }: CommandTransport): Promise<void> {
  const weakness = await weaknessOf(source);
  if (weakness === undefined) return;
  const { why, cure } = weakness;
  throw new UsageError(
    `${host.name}: ${source} names a program to run, and ${why}. Allow it for this run with --allow-command${cure === '' ? '' : `, or ${cure}`}.`,
  );
}

interface Weakness {
  readonly why: string;
  readonly cure: string;
}

/** Whoever may write the folder can put another file in the place of ours while we read it, and where it is a link, another target. */
async function weaknessOf(source: string): Promise<Weakness | undefined> {
  const user = process.getuid?.();
  if (user === undefined) return { why: 'who may write that file is not examined on Windows', cure: '' };
  try {
    for (const path of new Set([source, await realpath(source)])) {
      const found =
        fileWeakness(path, await lstat(path), user) ?? (await folderWeakness(dirname(path), user));
      if (found !== undefined) return found;
    }
    return undefined;
  } catch (cause) {
    return { why: `that file cannot be examined (${(cause as NodeJS.ErrnoException).code})`, cure: '' };
  }
}

/** Of a link only the owner counts: nobody writes one. */
function fileWeakness(path: string, file: Stats, user: number): Weakness | undefined {
  if (file.uid !== user)
    return {
      why: 'another user owns that file',
      cure: `make it yours alone (chown ${path}; chmod go-w ${path})`,
    };
  if (file.isSymbolicLink() || !mayOthersWrite(file)) return undefined;
  return { why: 'others than you may write that file', cure: `make it yours alone (chmod go-w ${path})` };
}

/** In a sticky folder (/tmp) everybody has files of their own, and nobody takes another's away. */
async function folderWeakness(folder: string, user: number): Promise<Weakness | undefined> {
  const found = await stat(folder);
  const isShared = mayOthersWrite(found) && (found.mode & 0o1000) === 0;
  if (!isShared && (found.uid === user || found.uid === 0)) return undefined;
  return {
    why: `others than you may put another file in its place: they may write the folder ${folder}`,
    cure: `keep it in a folder that is yours alone (chmod go-w ${folder})`,
  };
}

const mayOthersWrite = ({ mode }: Stats): boolean => (mode & 0o022) !== 0;
