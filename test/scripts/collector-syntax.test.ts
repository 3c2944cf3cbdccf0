import { describe, expect, it } from 'vitest';
import { linesOfQuestion, linesOfResource } from '../../src/model/collected.ts';
import { readCollectorScripts, readRuntime } from '../../src/powershell/index.ts';
import { readParameters, remedies } from '../../src/remedies/index.ts';
import { makeCollector } from '../../src/run/observe/collector.ts';
import { commandsOf, functionsOf, mistakesIn, nodesOf, parse } from './grammar.ts';

/** Commands and parameters that PowerShell 2.0 has. It is not tried there by anybody here: this table and the next stand in for it. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'ForEach-Object': [],
  'Get-Location': [],
  'Get-WmiObject': ['Class'],
  'New-Object': [],
  'Set-StrictMode': ['Version'],
  'Sort-Object': ['Unique'],
  'Start-Sleep': ['Seconds'],
  'Where-Object': [],
  'Write-Warning': [],
  // Programs of Windows that show.
  'netsh.exe': [],
  'netstat.exe': ['ano'],
};

/** Types of .NET 2.0, and the words of PowerShell for them. */
const TYPES =
  /^(string|int|long|bool|double|char|byte|void|datetime|scriptblock|string\[\]|char\[\]|byte\[\]|Math|BitConverter|Environment|IntPtr|StringComparison|DateTimeKind|System\.Security\.(SecurityException|Principal\.(NTAccount|Windows(Identity|Principal|BuiltInRole)))|System\.UnauthorizedAccessException|System\.Collections\.(IDictionary|IEnumerable)|System\.Globalization\.CultureInfo|System\.Text\.Encoding|System\.IO\.(Path|File|FileMode|FileNotFoundException|DirectoryNotFoundException)|System\.Diagnostics\.FileVersionInfo|System\.Management\.ManagementDateTimeConverter|System\.Net\.NetworkInformation\.IPGlobalProperties|Microsoft\.Win32\.(Registry|RegistryValueOptions))$/;

/** What came with PowerShell 3.0 and later, or .NET 4. */
const LATER =
  /\s-(in|notin|shl|shr)\b|\[ordered\]|\[pscustomobject\]|\*>|\$PS(ScriptRoot|CommandPath|Item)\b|\$using:|::new\(|\.(ForEach|Where)\(|OpenBaseKey|RegistryView|IsNullOrWhiteSpace|Is64Bit|HashSet|\.Dispose\(|#requires|-Raw\b|&&|\?\?/i;

const changing =
  /\.(SetValue|DeleteValue|DeleteSubKey\w*|CreateSubKey|Kill|Delete|Put|InvokeMethod|Terminate|Win32Shutdown|StopService|StartService|Clear)\(|\b(Set|New|Remove|Add|Clear|Stop|Start|Restart|Invoke|Out|Export)-(?!StrictMode|Object|NewFile|MarkedJson|Look|Collector|Key|Above|Profiles|UserKeys|File|Growth|Sleep)\w+|netsh[^\n]*\b(set|add|delete|reset)\b|OpenSubKey\([^)]*\$true/i;

const { text } = makeCollector(readCollectorScripts());
const code = text
  .split('\n')
  .filter((line) => !line.trimStart().startsWith('#'))
  .join('\n');
const root = parse(text);

describe('the collector', () => {
  it('parses, and is ASCII without tabs', () => {
    expect(mistakesIn(root)).toEqual([]);
    expect(text).toMatch(/^[\n -~]+$/);
  });

  it('calls only what PowerShell 2.0 has', () => {
    const own = functionsOf(root);
    const wrong = commandsOf(root).flatMap(({ name, parameters, line }) => {
      if (name === '' || own.has(name)) return parameters.map((given) => `${line}: ${name} -${given}`);
      const known = COMMANDS[name];
      if (!known) return [`${line}: ${name}`];
      return parameters
        .filter((given) => !known.includes(given))
        .map((given) => `${line}: ${name} -${given}`);
    });
    expect(wrong).toEqual([]);
    const called = new Set(commandsOf(root).map(({ name }) => name));
    expect(Object.keys(COMMANDS).filter((name) => !called.has(name))).toEqual([]);
  });

  it('names only types of .NET 2.0, and nothing that came with PowerShell 3.0', () => {
    const types = nodesOf(root)
      .filter(({ type }) => type === 'type_literal')
      .map((node) => node.text.slice(1, -1));
    expect(types.length).toBeGreaterThan(20);
    expect(types.filter((type) => !TYPES.test(type))).toEqual([]);
    expect(code.split('\n').filter((line) => LATER.test(line))).toEqual([]);
  });

  it('would notice what is too new', () => {
    for (const line of [
      'if (1 -in $a) { }',
      '[ordered]@{}',
      'a *> b',
      '[string]::IsNullOrWhiteSpace($a)',
      '[version]::new(1)',
    ])
      expect(LATER.test(line), line).toBe(true);
    expect(TYPES.test('System.Collections.Generic.HashSet[string]')).toBe(false);
  });

  it('changes nothing: it opens keys to read, calls nothing that sets, and writes its one new file', () => {
    expect(code.split('\n').filter((line) => changing.test(line))).toEqual([]);
    expect(code.match(/FileStream/g)).toHaveLength(1);
    expect(code).toContain('[System.IO.FileMode]::CreateNew');
    for (const line of ['$k.SetValue($a)', 'netsh.exe interface ipv4 set dynamicport', 'Remove-Item x'])
      expect(changing.test(line), line).toBe(true);
  });

  it('is sent to no host over the line', () => {
    expect(readRuntime().text).not.toContain('Invoke-Collector');
  });

  it('asks for everything that a remedy needs by itself, or the gap is known here', () => {
    const alone = remedies.filter(({ parameters }) =>
      Object.values(parameters).every((parameter) => parameter.default !== undefined),
    );
    const gaps = alone.flatMap((remedy) => {
      const { facts, resources } = remedy.needs(readParameters(remedy, {}, 'the test'));
      const lines = [
        ...Object.values(facts).map(linesOfQuestion),
        ...resources.map((resource) => linesOfResource(resource)),
      ];
      const asked = lines.flatMap((each) => each ?? []).filter((line) => !line.startsWith('list|'));
      for (const line of asked) expect(text).toContain(`\n${line}\n`);
      return lines.includes(undefined) ? [remedy.name] : [];
    });
    // MTUs, paths and traces are not collected: those remedies say `unknown` and why.
    expect(gaps.filter((name) => !KNOWN_GAPS.test(name))).toEqual([]);
  });
});

const KNOWN_GAPS = /^(path-mtu|mtu-|vpn-|crm-)/;
