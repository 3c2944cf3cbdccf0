import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Its first line proves that it ran at all; then one line a mistake. */
const parse = `
'parsed'
Get-ChildItem -Recurse -Filter *.ps1 -LiteralPath $args[0] | ForEach-Object {
    $errors = $null; $tokens = $null
    [void][System.Management.Automation.Language.Parser]::ParseFile($_.FullName, [ref]$tokens, [ref]$errors)
    foreach ($found in $errors) { '{0}:{1}: {2}' -f $_.Name, $found.Extent.StartLineNumber, $found.Message }
}`;

describe.skipIf(pwshMissing)(`PowerShell's own parser${because(pwshMissing)}`, () => {
  it.each(['scripts', 'test/fakes/windows'])('finds no mistake in %s', (path) => {
    const run = spawnSync(
      'pwsh',
      ['-NoProfile', '-NonInteractive', '-CommandWithArgs', parse, folder(path)],
      {
        encoding: 'utf8',
      },
    );
    expect(run.stdout.trim().split('\n')).toEqual(['parsed']);
  });
});
