import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pwsh } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const source = readFileSync(new URL('../../scripts/windows/tasks.ps1', import.meta.url), 'utf8');

/** What our own tasks.ps1 has a schtasks register that takes everything, and what it then believes of it. */
function register(call: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'setright-tasks-'));
  const file = join(folder, 'play.ps1');
  const text = `Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
${source}
function Get-RecordPath([string]$path) { return '${folder}/x\\' + $path }
function Invoke-SystemTool([string]$file, [string[]]$words) { if ($words -ccontains '/query') { [System.IO.File]::ReadAllText($script:xml) } else { $script:xml = $words[4] } }
${call}
`;
  writeFileSync(file, text);
  return spawnSync(pwsh, ['-NoProfile', '-NonInteractive', '-File', file], {
    encoding: 'utf8',
  }).stdout.trim();
}
const settings =
  "$task = ([xml][System.IO.File]::ReadAllText($xml)).Task; $task.Settings.MultipleInstancesPolicy; $task.Settings.Enabled; (Test-HostTask 'r1'";

describe.skipIf(pwshMissing)(`the task of a run${because(pwshMissing)}`, () => {
  // The registration trigger may come while the drill still runs: with IgnoreNew it would be lost, and nothing would undo before the next boot.
  it('of the guard waits for its own drill to end, and is believed when it is read back', () => {
    const said = register(
      `Register-HostTask 'r1' 30; ${settings} 'guard'); $task.Triggers.RegistrationTrigger.Delay`,
    );
    expect(said.split('\n')).toEqual(['Queue', 'true', 'True', 'PT30S']);
  });

  it('of a timed undo too', () => {
    const said = register(
      `Register-TimedTask 'r1' '2026-01-15T16:00:00.000Z'; ${settings} 'timed'); $task.Triggers.TimeTrigger.StartBoundary`,
    );
    expect(said.split('\n')).toEqual(['Queue', 'true', 'True', '2026-01-15T16:00:00Z']);
  });
});
