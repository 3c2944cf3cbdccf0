import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { windowsPwsh } from '../fakes/start-windows.ts';
import { scripts } from './scripts.ts';

const text = ['core/tables.ps1', 'core/errors.ps1', 'windows/files.ps1']
  .map((wanted) => scripts.find(({ path }) => path === wanted)?.text ?? '')
  .join('\n');

/** The folders' owners are another test's; here one party writes as a run does, and another looks without the mutex, as a greeting does. */
const PLAY = `
function Get-RecordRoot { return [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'Setright-shared-' + $PID) }
function Assert-RecordFolder([string]$folder) { }
function New-RecordFolder([string]$folder) { [void][System.IO.Directory]::CreateDirectory($folder) }
function Try-It([string]$name, $work) {
    try { $said = & $work; '<' + $name + '> ' + $said } catch { '<' + $name + '> ' + $_.Exception.GetBaseException().Message }
}
Save-RecordText 'r1\\steps.ndjson' "one"
$file = Get-RecordPath 'r1\\steps.ndjson'
$stream = New-Object System.IO.FileStream ($file, [System.IO.FileMode]::Append, [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read, 1)
Try-It 'looks while somebody writes' { Read-RecordText 'r1\\steps.ndjson' }
$stream.Dispose()
# The reader stops half-way, with its file open.
function New-Object([string]$type, $of) {
    if ($type -cne 'System.IO.StreamReader') { return (Microsoft.PowerShell.Utility\\New-Object $type $of) }
    return (Microsoft.PowerShell.Utility\\New-Object PSObject | Add-Member -PassThru ScriptMethod ReadToEnd { & $script:meanwhile })
}
foreach ($each in @(
        @('appends', { Add-RecordText 'r1\\steps.ndjson' 'two'; 'done' }),
        @('replaces', { Save-RecordText 'r1\\steps.ndjson' 'three'; 'done' }),
        @('removes', { Remove-RecordText 'r1\\steps.ndjson'; 'done' }))) {
    $script:meanwhile = $each[1]
    Try-It ($each[0] + ' while somebody looks') { Read-RecordText 'r1\\steps.ndjson' }
}
[System.IO.Directory]::Delete((Get-RecordRoot), $true)
`;

const noWindows =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

describe.skipIf(noWindows !== '')(`a file of the record, on the Windows build${noWindows}`, () => {
  it('can be looked at while it is written, and written, replaced and removed while somebody looks', () => {
    const [program = '', ...words] = windowsPwsh;
    const start = '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))';
    const { stdout } = spawnSync(program, [...words, '-NoProfile', '-NonInteractive', '-Command', start], {
      input: `${text}\n${PLAY}`,
      encoding: 'utf8',
    });
    expect([...stdout.matchAll(/^<.+> .+?(?=\r?$)/gm)].map(([line]) => line)).toEqual([
      '<looks while somebody writes> one',
      '<appends while somebody looks> done',
      '<replaces while somebody looks> done',
      '<removes while somebody looks> done',
    ]);
  });
});
