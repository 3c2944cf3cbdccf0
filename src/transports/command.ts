/** Any program that gives a PowerShell's stdin and stdout: `docker exec -i`, `kubectl exec -i`, a jump tool, Wine. */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
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
  throw new UsageError(
    `${host.name}: ${source} names a program to run, and ${weakness}. Allow it for this run with --allow-command, or make the file ` +
      `yours alone (chown, chmod go-w ${source}).`,
  );
}

async function weaknessOf(source: string): Promise<string | undefined> {
  const user = process.getuid?.();
  if (user === undefined) return 'who may write that file is not examined on Windows';
  try {
    const { uid, mode } = await stat(source);
    if (uid !== user) return 'another user owns that file';
    return (mode & 0o022) === 0 ? undefined : 'others than you may write that file';
  } catch (cause) {
    return `that file cannot be examined (${(cause as NodeJS.ErrnoException).code})`;
  }
}
