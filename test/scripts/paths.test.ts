import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pwsh } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const source = readFileSync(new URL('../../scripts/windows/paths.ps1', import.meta.url), 'utf8');

/** Our functions as they are; the addresses of this computer are as `addresses` says. */
function play(addresses: string, call: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'setright-paths-')), 'play.ps1');
  const text = `Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
${source}
${addresses}
function Get-InterfaceMtu([long]$index, [string]$family) { if ($index -eq 12) { return @{ active = [long]1400; persistent = $null } } }
try { ${call} } catch { 'threw: ' + $_.Exception.Message }
`;
  writeFileSync(file, text);
  return spawnSync(pwsh, ['-NoProfile', '-NonInteractive', '-File', file], {
    encoding: 'utf8',
  }).stdout.trim();
}

const routes = (
  index: number,
  kind = 'MSFT_NetIPAddress',
) => `function Find-NetRoute { param([string]$RemoteIPAddress, [string]$ErrorAction)
    $route = New-Object PSObject -Property @{ CimClass = @{ CimClassName = 'MSFT_NetRoute' }; InterfaceIndex = 3 }
    $own = New-Object PSObject -Property @{ CimClass = @{ CimClassName = '${kind}' }; IPAddress = '10.9.9.9'; InterfaceIndex = ${index} }
    if ($RemoteIPAddress -cne '127.0.0.1') { throw 'asked for another' }
    $route; $own
}`;
const way =
  "$way = Find-Way '127.0.0.1' 'IPv4'; '{0} {1} {2} {3}' -f $way['address'], $way['source'], $way['interface'], $way['mtu']";

describe.skipIf(pwshMissing)(`the way to a peer${because(pwshMissing)}`, () => {
  it('is the interface whose address packets leave with, and the MTU in force there', () => {
    expect(play(routes(12), way)).toBe('127.0.0.1 10.9.9.9 12 1400');
  });

  it.each([
    ['no interface with that family', routes(7), way, /^threw: Interface 7.* has no IPv4/],
    ['no route', routes(12, 'MSFT_NetRoute'), way, /^threw: No route leads to 127\.0\.0\.1/],
    ['a Windows without the cmdlet', '', way, /^threw: This Windows has no Find-NetRoute/],
    [
      'a peer without the family',
      routes(12),
      "Find-Way '127.0.0.1' 'IPv6'",
      /^threw: 127\.0\.0\.1 has no IPv6 address/,
    ],
  ])('says why not: %s', (_, has, call, said) => {
    expect(play(has, call)).toMatch(said);
  });

  it('names a router, and nobody when it is our own system that speaks', () => {
    const call = `$way = @{ source = '10.0.0.2'; address = '10.0.0.9' }
foreach ($address in '10.0.0.1', '10.0.0.2', '10.0.0.9', '0.0.0.0', '') { '[' + (Get-OtherAddress $address $way) + ']' }`;
    expect(play('', call).split('\n')).toEqual(['[10.0.0.1]', '[]', '[]', '[]', '[]']);
  });
});
