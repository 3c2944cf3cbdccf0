import { spawnSync } from 'node:child_process';

/** Why tests that need a PowerShell of this machine cannot run here; undefined when they can. */
export const pwshMissing: string | undefined =
  spawnSync('pwsh', ['-NoProfile', '-Version']).status === 0
    ? undefined
    : 'needs pwsh (PowerShell 7) on the PATH';

/** For a title: a skipped test says why. */
export const because = (...missing: readonly (string | undefined)[]): string => {
  const reasons = missing.filter((reason) => reason !== undefined);
  return reasons.length === 0 ? '' : ` (SKIPPED: ${reasons.join(', ')})`;
};
