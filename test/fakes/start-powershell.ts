import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PowerShellProcess, ProcessEnd } from '../../src/model/transport.ts';
import { bootstrapArguments, type Runtime, readRuntime } from '../../src/powershell/index.ts';

export const FAKE_WINDOWS = fileURLToPath(new URL('windows/', import.meta.url));

/** PowerShell is real, `scripts/windows/` is replaced as a whole. */
export const fakeRuntime = (): Runtime => readRuntime(FAKE_WINDOWS);

/** The PowerShell of this machine, '' where there is none. */
export const pwsh: string = spawnSync('pwsh', ['-NoProfile', '-Version']).status === 0 ? 'pwsh' : '';

/**
 * One real PowerShell before a fake Windows that lives in `stateFile` (marked JSON, docs/host-state.md). The prelude is for the
 * caller to send, with `fakeRuntime()`.
 */
export function startFakeWindows(stateFile: string, runtime: Runtime = fakeRuntime()): PowerShellProcess {
  const child = spawn(pwsh || 'pwsh', bootstrapArguments(runtime), {
    env: { ...process.env, SETRIGHT_HOST_STATE: stateFile },
    stdio: 'pipe',
  });
  // A line that is dropped while it is written to is an end, not a crash of the test.
  child.stdin.on('error', () => {});
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: undefined, why: error.message }));
    child.once('close', (code, signal) =>
      resolve({ exitCode: code ?? undefined, why: signal ? `killed by ${signal}` : `exit code ${code}` }),
    );
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    hostKey: '',
    destroy: () => {
      child.stdin.destroy();
      child.stdout.destroy();
    },
  };
}
