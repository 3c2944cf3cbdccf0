import { spawnSync } from 'node:child_process';
import { readRuntime } from '../../src/powershell/index.ts';
import { pwsh } from '../fakes/start-powershell.ts';

/** All functions of the runtime, our own of scripts/windows/ too; none of the verbs, and no loop. */
const functions = readRuntime().text.split('\n# ---- verbs/')[0];

/** What `script` says on real PowerShell, line by line. It may put its own functions in the place of ours. */
export function playFunctions(script: string): readonly string[] {
  const { stdout, stderr } = spawnSync(
    pwsh,
    ['-NoProfile', '-NonInteractive', '-Command', '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))'],
    { input: `${functions}\n${script}`, encoding: 'utf8' },
  );
  if (stderr !== '') throw new Error(stderr);
  return stdout.trim().split(/\r?\n/);
}
