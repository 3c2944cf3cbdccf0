import { spawnSync } from 'node:child_process';
import { prelude } from '../../src/powershell/index.ts';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import type { Case } from './case.ts';
import { type Player, playCase } from './play-case.ts';
import { caseDigest, type PlayedCase } from './transcripts.ts';

export const runtime = fakeRuntime();

/** Real PowerShell, its scripts as they are, before a Windows that lives in the state file. */
const pwshPlayer: Player = {
  start: async (stateFile) => startFakeWindows(stateFile, runtime),
  prelude: (nonce) => prelude(nonce, runtime),
};

/** What answers to `pwsh` on this machine, '' where nothing does. */
export const pwshVersion = (): string => {
  const run = spawnSync('pwsh', ['-NoProfile', '-Version'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : '';
};

export async function playOnPwsh(each: Case): Promise<PlayedCase> {
  return { ...(await playCase(each, pwshPlayer)), digest: caseDigest(each) };
}
