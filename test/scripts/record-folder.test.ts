import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pwsh } from '../fakes/start-powershell.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';
import { scripts } from './scripts.ts';

/** Who may own and write a folder of the record, as Windows' own notation says it. */
const folders: readonly (readonly [name: string, sddl: string, verdict: 'used' | 'refused'])[] = [
  ['as we make it', 'O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'used'],
  ['owned by SYSTEM', 'O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'used'],
  ['that denies others', 'O:BAG:BAD:PAI(D;OICI;FA;;;WD)(A;OICI;FA;;;SY)', 'used'],
  ['owned by a user', 'O:S-1-5-21-1-2-3-1001G:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'refused'],
  ['that lets users in', 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FR;;;BU)', 'refused'],
  ['that lets everyone in', 'O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;WD)', 'refused'],
  ['with the rules of ProgramData', 'O:BAG:BAD:AI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'refused'],
];

const text = [...scripts]
  .filter(({ path }) => /^core\/|^windows\/files\.ps1$/.test(path))
  .sort((a, b) => Number(b.path === 'core/tables.ps1') - Number(a.path === 'core/tables.ps1'))
  .map((file) => file.text)
  .join('\n');
const TRY = `
function Test-Folder([string]$name, [string]$path) {
    try { Assert-RecordFolder $path; $verdict = 'used' } catch { $verdict = [string]$_.TargetObject['hostError'] + ': ' + $_.TargetObject['message'] }
    '<' + $name + '> ' + $verdict
}
`;
const START = '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))';

/** One line a folder: `<name> used`, or `<name> record-failed: why`. */
function tell(argv: readonly string[], script: string): ReadonlyMap<string, string> {
  const [program = '', ...words] = argv;
  const done = spawnSync(program, [...words, '-NoProfile', '-NonInteractive', '-Command', START], {
    input: `${text}\n${TRY}\n${script}`,
    encoding: 'utf8',
  });
  const told = [...done.stdout.matchAll(/^<(.+)> (.+?)\r?$/gm)];
  if (told.length === 0) throw new Error(`${done.stderr}${done.stdout}`);
  return new Map(told.map(([, name, verdict]) => [name ?? '', verdict ?? '']));
}

const noWindows =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

describe.skipIf(noWindows !== '')(`a folder of the record, on the Windows build${noWindows}`, () => {
  it('is used or refused by its owner and its access rules, as Windows reads them', () => {
    const asked = folders.map(([name, sddl]) => `$sddl = '${sddl}'; Test-Folder '${name}' $env:TEMP`);
    const told = tell(
      windowsPwsh,
      `function Get-Acl { $security = New-Object System.Security.AccessControl.DirectorySecurity; $security.SetSecurityDescriptorSddlForm($sddl); $security }\n${asked.join('\n')}`,
    );
    for (const [name, , verdict] of folders)
      expect(told.get(name)).toMatch(
        verdict === 'used' ? /^used$/ : /^record-failed: .*somebody else made it/,
      );
  });

  it('that a user made is refused, nothing replaced', () => {
    const told = tell(
      windowsPwsh,
      `$folder = [System.IO.Path]::Combine($env:TEMP, 'setright-planted-' + $PID)
[void][System.IO.Directory]::CreateDirectory($folder)
Test-Folder 'planted' $folder
[System.IO.Directory]::Delete($folder)`,
    );
    expect(told.get('planted')).toMatch(/^record-failed: .*belongs to, or lets in, others/);
  });
});

describe.skipIf(pwsh === '')('a folder of the record that is a link', () => {
  it('is refused before anybody looks at its access rules; another is looked at', () => {
    const home = mkdtempSync(join(tmpdir(), 'setright-link-'));
    mkdirSync(join(home, 'target'));
    symlinkSync(join(home, 'target'), join(home, 'link'));
    const told = tell(
      [pwsh],
      `function Get-Acl { throw (New-HostError 'looked' 'at the rules') }
Test-Folder 'link' '${join(home, 'link')}'
Test-Folder 'target' '${join(home, 'target')}'`,
    );
    expect(told.get('link')).toMatch(/^record-failed: .*is a link that we did not make; remove it/);
    expect(told.get('target')).toBe('looked: at the rules');
  });
});
