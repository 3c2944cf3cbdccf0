import { UsageError } from '../model/errors.ts';

/** cmd.exe takes 8,191 characters, its own terminator included. */
const cmdLimit = 8191;

/**
 * The one line that sshd, or a shell of WinRM, hands to a shell of the host. It is not known whether that is cmd.exe or PowerShell, so every
 * word must mean itself to both: nothing is quoted, what would need it is refused.
 */
export function shellCommandLine(
  hostName: string,
  executable: string,
  powershellArguments: readonly string[],
) {
  if (!/^[A-Za-z0-9_.:\\/][A-Za-z0-9_.:\\/~-]*$/.test(executable))
    throw new UsageError(
      `${hostName}: the executable "${executable}" has characters that cmd.exe or PowerShell would read as their own. ` +
        'Use a name that is on the PATH (pwsh), or the short form of the path (C:\\PROGRA~1\\PowerShell\\7\\pwsh.exe).',
    );
  const strange = powershellArguments.find((word) => !/^[A-Za-z0-9-][A-Za-z0-9_.:/+=-]*$/.test(word));
  if (strange !== undefined) throw new TypeError(`not safe in both shells: ${strange.slice(0, 40)}`);
  const line = [executable, ...powershellArguments].join(' ');
  if (line.length >= cmdLimit)
    throw new UsageError(
      `${hostName}: the command line would have ${line.length} characters and cmd.exe takes ${cmdLimit - 1}. ` +
        'Use a shorter path for the executable.',
    );
  return line;
}

/** What the exit code of a process that said nothing may mean. 127: POSIX shells, 9009: cmd.exe; PowerShell says 1 for it too. */
export function whyItEnded(executable: string, exitCode: number): string {
  if (exitCode === 127 || exitCode === 9009)
    return (
      `exit code ${exitCode}: the host's shell did not find ${executable}. ` +
      'Set `executable` of the transport to the PowerShell that the host has (powershell.exe or pwsh).'
    );
  return `exit code ${exitCode}`;
}
