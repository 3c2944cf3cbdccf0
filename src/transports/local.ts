/**
 * A PowerShell on this machine. node-powershell holds the process; its way of running commands (`invoke`, the template tag, the rule
 * that text on stderr is a failure) is never used, for it would be a second protocol on the same stdin.
 */
import type { ChildProcess } from 'node:child_process';
import { PowerShell } from 'node-powershell';
import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/transport.ts';
import { lineToChild } from './child-line.ts';
import { withOwnModulePath } from './module-path.ts';
import type { TransportOptions } from './options.ts';

export function localTransport(options: TransportOptions): Transport {
  return {
    start: async (host, powershellArguments, signal) => {
      if (host.transport.type !== 'local') throw new TypeError(`${host.name} is not this machine`);
      const { executable } = host.transport;
      if (executable.trim() === '')
        throw new UsageError(`${host.name}: \`executable\` of the local transport is empty.`);
      const env = withOwnModulePath(process.platform, executable, options.environment ?? process.env);
      const hold = { executable, powershellArguments, spawnOptions: { env } };
      return lineToChild(host.name, executable, () => new HeldPowerShell(hold).process, signal);
    },
  };
}

interface HoldOptions {
  readonly executable: string;
  readonly powershellArguments: readonly string[];
  readonly spawnOptions: { readonly env: NodeJS.ProcessEnv };
}

/** What the package keeps private and we build on. This cast is the only bridge; the tests run it against the installed version. */
const PowerShellProcessHolder = PowerShell as unknown as new (
  options: HoldOptions,
) => { readonly process: ChildProcess };

class HeldPowerShell extends PowerShellProcessHolder {
  /** The package would append `-NoExit -Command -`. Called by its constructor, hence no fields here. */
  setExecutableOptions({ powershellArguments }: HoldOptions): readonly string[] {
    return powershellArguments;
  }

  /** The package would let NODE_POWERSHELL overrule the inventory. */
  setExecutable({ executable }: HoldOptions): string {
    return executable;
  }

  /** The package would decode both outputs, which spoils every byte that is not UTF-8. */
  setProcessStdioEncoding(): void {}

  /** The package would read stderr before anybody else can, and reject a promise that nobody holds when the start fails. */
  setProcessExitListeners(): Promise<void> {
    return Promise.resolve();
  }

  /** The package would keep it in our process group; lineToChild says why it must not be. */
  set spawnOptions(packages: object) {
    const value = { ...packages, detached: process.platform !== 'win32', windowsHide: true };
    Object.defineProperty(this, 'spawnOptions', { value });
  }
}
