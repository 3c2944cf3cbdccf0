import { describe, expect, it } from 'vitest';
import { linesMatching, scripts } from './scripts.ts';

/**
 * Every static member of .NET that we name. A line here says: .NET Framework 4.5 has it, older than the 4.5.2 that Windows PowerShell 5.1
 * stands on (each was found in the documentation of its reference assemblies; NullString and ScriptBlock are PowerShell's own).
 * FileSystemAclExtensions is the one that only 7 has: windows/files.ps1 asks which it is first.
 */
const MEMBERS: Readonly<Record<string, string>> = {
  BitConverter: 'GetBytes ToInt32 ToInt64 ToString ToUInt32 ToUInt64',
  Console: 'Error OpenStandardInput OpenStandardOutput',
  DateTimeKind: 'Utc',
  'Diagnostics.Eventing.Reader.PathType': 'LogName',
  'Diagnostics.FileVersionInfo': 'GetVersionInfo',
  'Diagnostics.Process': 'Start',
  'Diagnostics.Stopwatch': 'StartNew',
  Environment: 'ExpandEnvironmentVariables GetFolderPath Is64BitOperatingSystem MachineName SystemDirectory',
  GC: 'Collect WaitForPendingFinalizers',
  'Globalization.CultureInfo': 'InvariantCulture',
  'Globalization.DateTimeStyles': 'RoundtripKind',
  'Globalization.NumberStyles': 'AllowHexSpecifier AllowLeadingSign Float',
  'IO.Directory': 'Delete Exists GetDirectories GetFileSystemEntries',
  'IO.File': 'Delete Exists GetAttributes Move Open Replace WriteAllText',
  'IO.FileAccess': 'Read Write',
  'IO.FileAttributes': 'ReparsePoint',
  'IO.FileMode': 'Append Create Open',
  'IO.FileShare': 'None Read',
  'IO.FileSystemAclExtensions': 'Create',
  'IO.Path': 'Combine GetFileName IsPathRooted',
  'IO.SeekOrigin': 'Begin',
  Math: 'Abs Ceiling Floor Max Min',
  'Microsoft.Win32.RegistryHive': 'LocalMachine Users',
  'Microsoft.Win32.RegistryKey': 'OpenBaseKey',
  'Microsoft.Win32.RegistryValueKind': 'Binary DWord ExpandString MultiString None QWord String',
  'Microsoft.Win32.RegistryValueOptions': 'DoNotExpandEnvironmentNames',
  'Microsoft.Win32.RegistryView': 'Registry32 Registry64',
  'Net.Dns': 'GetHostAddresses',
  NullString: 'Value',
  ScriptBlock: 'Create',
  'Security.Principal.WindowsBuiltInRole': 'Administrator',
  'Security.Principal.WindowsIdentity': 'GetCurrent',
  'Security.SecurityElement': 'Escape',
  StringComparer: 'Ordinal OrdinalIgnoreCase',
  StringComparison: 'Ordinal OrdinalIgnoreCase',
  StringSplitOptions: 'RemoveEmptyEntries',
  'Text.Encoding': 'ASCII GetEncoding UTF8 Unicode',
  'Xml.XmlReader': 'Create',
  array: 'IndexOf Reverse Sort',
  byte: 'Parse',
  datetime: 'Parse SpecifyKind UtcNow',
  double: 'IsInfinity TryParse',
  int: 'TryParse',
  long: 'TryParse',
  regex: 'Unescape',
  string: 'CompareOrdinal Equals Join',
  uint64: 'Parse TryParse',
};

/** What is called on an object, and the types of objects that are made; the same is said of them. */
const METHODS =
  `Add AddHours AddSeconds AddTicks Append Close Contains ContainsKey Create CreateSubKey DeleteSubKey
  DeleteValue Dequeue Dispose EndsWith Enqueue Flush FormatDescription GetAccessRules GetActiveTcpConnections
  GetActiveTcpListeners GetBaseException GetBytes GetFiles GetOwner GetString GetSubKeyNames GetType GetValue GetValueKind
  GetValueNames IndexOf Insert IsInRole IsMatch Kill LastIndexOf Load Match NextBytes NextMatch OpenSubKey Pop Push Read
  ReadAsync ReadByte ReadEvent ReadToEnd ReadToEndAsync Refresh ReleaseMutex Remove Replace Seek SelectNodes Send SetLength
  SetSecurityDescriptorSddlForm SetValue Split Start StartsWith Stop Substring ToCharArray ToLowerInvariant ToString
  ToUniversalTime ToUpperInvariant ToXml Translate Trim TrimEnd TrimStart Wait WaitForExit WaitOne Write WriteLine`.split(
    /\s+/,
  );
const TYPES =
  `Collections.ArrayList Collections.Generic.HashSet Collections.Hashtable Collections.Queue Collections.SortedList
  Collections.Stack Diagnostics.Eventing.Reader.EventLogQuery Diagnostics.Eventing.Reader.EventLogReader
  Diagnostics.ProcessStartInfo IO.DirectoryInfo IO.FileInfo IO.FileStream IO.IOException IO.StreamReader IO.StringReader
  Net.NetworkInformation.Ping Net.NetworkInformation.PingOptions Random Security.AccessControl.DirectorySecurity
  Security.Principal.NTAccount Security.Principal.SecurityIdentifier Security.Principal.WindowsPrincipal
  Text.RegularExpressions.Regex Text.StringBuilder Threading.Mutex Xml.XmlDocument Xml.XmlReaderSettings byte`.split(
    /\s+/,
  );

const members = (text: string): readonly string[] =>
  [...text.matchAll(/\[(?:System\.)?([A-Za-z][\w.]*)\]::(\w+)/g)].map(([, type, name]) => `${type}::${name}`);
const methods = (text: string): readonly string[] =>
  [...text.matchAll(/(?<=[\w)\]'"])\.([A-Z]\w*)\(/g)].map(([, name = '']) => name);
const types = (text: string): readonly string[] =>
  [...text.matchAll(/New-Object (?:-TypeName )?'?(?:System\.)?([A-Za-z][\w.]*)/g)].map(
    ([, name = '']) => name,
  );

/** The same words, and something else in each: another overload, no such variable, text where 7 sees an escape or a script. */
const newer =
  /\$(Is(Windows|Linux|MacOS|CoreCLR)|EnabledExperimentalFeatures|PSNativeCommand\w+|ErrorView)\b|`(u\{|e)|\]::new\(|replace [^,]+, *\{|\.Split\('|\.(Contains|Replace)\([^()]*\[StringComparison\]|IndexOf\(\[char\][^()]*\[StringComparison\]|\.Replace\([^(),]+,[^(),]+,|Set-StrictMode -Version [^2]/;

const code = linesMatching(scripts, /./).join('\n');

describe('.NET, as Windows PowerShell 5.1 and PowerShell 7 both have it', () => {
  it.each([
    [
      'static member',
      members,
      Object.entries(MEMBERS).flatMap(([type, names]) => names.split(' ').map((name) => `${type}::${name}`)),
    ],
    ['method', methods, METHODS],
    ['type', types, TYPES],
  ] as const)('has every %s that a script names, and the table no other', (_what, found, table) => {
    expect([...new Set(found(code))].sort()).toEqual([...table].sort());
  });

  it('is called as both understand it', () => {
    expect(linesMatching(scripts, newer)).toEqual([]);
  });

  it('would be noticed where only one has it', () => {
    expect(members('$x = [System.Math]::Clamp(1, 2, 3); [Random]::Shared')).toEqual([
      'Math::Clamp',
      'Random::Shared',
    ]);
    expect(methods("$x = 'a'.GetHashCode([StringComparison]::Ordinal)")).toEqual(['GetHashCode']);
    for (const line of [
      'if ($IsWindows) { 1 }',
      '$x = "a`u{1F600}"',
      "$x = 'a' -replace 'b', { $_ }",
      "$x = 'a'.Split('bc')",
      "$x = 'abc'.Contains('A', [StringComparison]::Ordinal)",
      "$x = 'abc'.Replace('a', 'b', $how)",
      '$x = [Collections.ArrayList]::new()',
      'Set-StrictMode -Version 3',
    ])
      expect(line).toMatch(newer);
  });
});
