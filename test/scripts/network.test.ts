import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pwsh } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const source = readFileSync(new URL('../../scripts/windows/network.ps1', import.meta.url), 'utf8');

/** Our functions as they are, before a netsh that says what we put into its mouth and remembers what it was told. */
function play(said: string, call: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'setright-netsh-')), 'play.ps1');
  const text = `Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
${source}
function Invoke-SystemTool([string]$file, [string[]]$words) {
    [Console]::Out.WriteLine(('{0} {1}' -f $file, [string]::Join('|', $words)))
    return [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(said).toString('base64')}'))
}
try { ${call} } catch { 'threw: ' + $_.Exception.Message }
`;
  writeFileSync(file, text);
  return spawnSync(pwsh, ['-NoProfile', '-NonInteractive', '-File', file], {
    encoding: 'utf8',
  }).stdout.trim();
}
const read = (said: string) =>
  play(said, "$range = Get-PortRange 'IPv6' 'UDP'; '{0} {1}' -f $range['start'], $range['number']");
const table = (heading: string, start: string, number: string) =>
  `\r\n${heading}\r\n---------------------------------\r\n${start}: 49152\r\n${number}: 16384\r\n\r\n`;

describe.skipIf(pwshMissing)(`netsh${because(pwshMissing)}`, () => {
  it.each([
    ['English', table('Protocol udp Dynamic Port Range', 'Start Port      ', 'Number of Ports ')],
    ['German', table('Protokoll udp - Dynamischer Portbereich', 'Startport       ', 'Anzahl von Ports ')],
    [
      'French',
      table('Plage de ports dynamique du protocole udp', 'Port de démarrage   ', 'Nombre de ports     '),
    ],
    ['Japanese', table('プロトコル udp の動的ポートの範囲', '開始ポート     ', 'ポート数       ')],
    ['a heading with a number of its own', table('IPv6 (2 stores) udp', 'Start ', 'Number ')],
  ])('tells a range in %s', (_language, said) => {
    expect(read(said).split('\n')).toEqual(['netsh.exe interface|ipv6|show|dynamicport|udp', '49152 16384']);
  });

  it.each([
    ['nothing', ''],
    ['one number', 'Start Port      : 49152\r\n'],
    ['three numbers', 'a: 1\r\nb: 2\r\nc: 3\r\n'],
    ['a number of too many digits', 'a: 1234567\r\nb: 2\r\n'],
  ])('is not believed when it says %s', (_what, said) => {
    expect(read(said)).toMatch(/threw: netsh told \d numbers/);
  });

  it('is told family, protocol, range and store, each in a word of its own', () => {
    expect(play('Ok.', "Set-PortRange 'IPv4' 'TCP' 10000 55000")).toBe(
      'netsh.exe interface|ipv4|set|dynamicport|tcp|start=10000|num=55000|store=persistent',
    );
  });
});
