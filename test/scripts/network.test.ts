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

/** Cmdlets as Windows would answer, as functions of the same name. */
const cmdlets = `
function Get-NetIPInterface([string]$PolicyStore) {
    $rows = @{
        ActiveStore = @(@(12, 'IPv6', 1400), @(12, 'IPv4', 1500), @(1, 'IPv4', 4294967295), @(7, 'IPv4', 9000))
        PersistentStore = @(@(12, 'IPv6', 1280), @(12, 'IPv4', 4294967295), @(7, 'IPv4', 0))
    }
    foreach ($row in $rows[$PolicyStore]) { [pscustomobject]@{ InterfaceIndex = [uint32]$row[0]; AddressFamily = $row[1]; NlMtu = [uint32]$row[2]; InterfaceAlias = 'i' + $row[0] } }
}
function Get-NetAdapter {
    [pscustomobject]@{ InterfaceIndex = [uint32]12; InterfaceDescription = 'T'; Virtual = $true; ComponentID = 'COMPOSITEBUS\\MS_IMPLAT_MP' }
    [pscustomobject]@{ InterfaceIndex = [uint32]7; InterfaceDescription = 'V'; Virtual = $true; ComponentID = 'vms_mp' }
    [pscustomobject]@{ InterfaceIndex = [uint32]3; InterfaceDescription = 'P'; Virtual = $false; ComponentID = 'PCI\\VEN' }
}
`;

describe.skipIf(pwshMissing)(`interfaces${because(pwshMissing)}`, () => {
  const show = (index: number, family: string) =>
    `$mtu = Get-InterfaceMtu ${index} '${family}'; if ($null -eq $mtu) { 'none' } else { '{0}/{1}' -f $mtu['active'], $mtu['persistent'] };`;

  it('have an MTU in each store; 0, the highest number and no entry at all are not set', () => {
    const calls = [show(12, 'IPv4'), show(12, 'IPv6'), show(1, 'IPv4'), show(7, 'IPv4'), show(7, 'IPv6')];
    expect(play('', cmdlets + calls.join(' ')).split('\n')).toEqual([
      '1500/',
      '1400/1280',
      '4294967295/',
      '9000/',
      'none',
    ]);
  });

  it('are told by their adapters: teams, virtual ones, and those without', () => {
    const call =
      "Get-Interfaces | ForEach-Object { '{0} {1} {2} {3}' -f $_['index'], $_['kind'], $_['description'], [string]::Join('+', $_['families']) } | Sort-Object";
    expect(play('', cmdlets + call).split('\n')).toEqual([
      '1 other  IPv4',
      '12 team T IPv4+IPv6',
      '7 virtual V IPv4',
    ]);
  });

  it('cannot be told by a Windows that has no such cmdlets', () => {
    expect(play('', show(12, 'IPv4'))).toMatch(/^threw: This Windows has no Get-NetIPInterface/);
  });

  it('are set by index, in a store that is named', () => {
    expect(play('Ok.', "Set-InterfaceMtu 12 'IPv6' 1400 'active'")).toBe(
      'netsh.exe interface|ipv6|set|subinterface|12|mtu=1400|store=active',
    );
  });
});
