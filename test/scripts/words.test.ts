import { describe, expect, it } from 'vitest';
import { linesMatching, scripts } from './scripts.ts';

/** One wrong word makes Windows log the whole runtime as suspicious, or turns a value into code. */
describe('every script', () => {
  it('is ASCII without tabs: Windows PowerShell reads a file without a mark in the code page of the day', () => {
    expect(scripts.filter(({ text }) => /[^\x20-\x7e\n]/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('has none of the words that PowerShell itself logs as suspicious, comments included', () => {
    const words =
      /FromBase64String|ToBase64String|EncodedCommand|Bypass|Add-Type|DllImport|Marshal|IntPtr|MemoryStream|NonPublic|BindingFlags|Cryptography|Properties|Methods|GetMethod|kernel32|AdjustTokenPrivileges|ScriptBlockLogging/i;
    expect(
      scripts.flatMap(({ path, text }) => (words.test(text) ? [`${path}: ${words.exec(text)?.[0]}`] : [])),
    ).toEqual([]);
  });

  it('makes no code of a text', () => {
    expect(
      linesMatching(scripts, /Invoke-Expression|\biex\b|NewScriptBlock|InvokeScript|\$input\b|\.Invoke\(/i),
    ).toEqual([]);
    expect(linesMatching(scripts, /\[ScriptBlock\]/i).map((line) => line.split(':')[0])).toEqual([
      'bootstrap.ps1',
    ]);
  });

  it('calls nothing by a name that is a value: only entries of our tables and blocks that were passed in', () => {
    const called = linesMatching(scripts, /(^|[\s({])[&.] \S/);
    const allowed =
      /[&.] (\$work\b|\$(getState|setState|statesBetween|trialState|resourceIdentity|facts|effects|verbs|shapes|effect)\[|\(\[ScriptBlock\]::Create)/;
    expect(called.filter((line) => !allowed.test(line))).toEqual([]);
  });

  it('puts no value into a text by double quotes', () => {
    expect(linesMatching(scripts, /"[^"']*\$[^"']*"/)).toEqual([]);
  });

  it('uses no command that waits for ever, takes wildcards, formats for people or starts another shell', () => {
    expect(
      linesMatching(
        scripts,
        /\b(Stop|Start|Restart|Set|Suspend|Resume)-Service\b|Get-WmiObject|Get-EventLog|Get-ItemProperty|Set-ItemProperty|Remove-Item\b|Write-Host|Out-(File|Host|String)|Set-Content|Start-(Job|Process|Transcript)|Test-Connection|Read-Host|cmd(\.exe)? \/c|wmic|powershell\.exe|DeleteSubKeyTree|\s-Path\s/i,
      ),
    ).toEqual([]);
  });

  it('gives every ConvertTo-Json its depth', () => {
    expect(linesMatching(scripts, /ConvertTo-Json(?!.*-Depth)/)).toEqual([]);
  });

  it('compares by code unit what came over the line or out of a record: -ceq takes a text with a NUL in it for one without', () => {
    const data = String.raw`(?:\S*\['(?:id|change|run|hive|family|protocol|view)'\]|\(Get-ResourceIdentity [^()]*\))\S*`;
    const compared = new RegExp(
      `${data} -c(?:eq|ne) [^' ]|[^' ] -c(?:eq|ne) ${data}|-c(?:not)?contains ${data}`,
    );
    expect(linesMatching(scripts, compared)).toEqual([]);
    for (const line of [
      "if ($change['id'] -ceq $id) {",
      "if ($asked -cne $change['id']) {",
      "('HKLM', 'HKU') -ccontains $value['hive']",
      '(Get-ResourceIdentity $resource) -ceq $identity',
    ])
      expect(line).toMatch(compared);
  });

  it('compares data without the help of a culture or of letter case folding that nobody asked for', () => {
    expect(
      linesMatching(scripts, /-(eq|ne|contains|notcontains|in|match|split|like) '/).filter(
        (line) => !/-like 'Server\*'|-ne 'FullLanguage'/.test(line),
      ),
    ).toEqual([]);
  });
});

describe('the common subset of Windows PowerShell 5.1 and PowerShell 7', () => {
  it('holds', () => {
    expect(
      linesMatching(
        scripts,
        /\?\?|\?\.|&&|\|\||-AsHashtable|-AsArray|-EscapeHandling|-Parallel|-Stable|-AsUTC|-ErrorAction Ignore|\) \? .* : |\bclean \{/,
      ),
    ).toEqual([]);
  });
});
