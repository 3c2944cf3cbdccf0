import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PathMtuFact } from '../../src/model/path-mtu.ts';
import { HOST, HOST6, PEER, PEER6, type TwoRouters } from './two-routers.ts';

const script = (path: string): string =>
  readFileSync(new URL(`../../scripts/${path}`, import.meta.url), 'utf8');

/**
 * The fact path-mtu, asked in the namespace of the host by a real PowerShell: its search and its pings as they are. Only who leads to the
 * peer is said here, for on Linux there is no cmdlet that tells.
 */
export function probePath(lab: TwoRouters, family: 'IPv4' | 'IPv6', interfaceMtu: number): PathMtuFact {
  const [source, peer] = family === 'IPv4' ? [HOST, PEER] : [HOST6, PEER6];
  const file = join(mkdtempSync(join(tmpdir(), 'setright-path-')), 'probe.ps1');
  const text = `Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$facts = @{}
function Send-Progress([string]$step, [int]$seconds) { }
${script('facts/path-mtu.ps1')}
${script('windows/paths.ps1')}
function Find-Way([string]$peer, [string]$family) {
    return @{ address = $peer; source = '${source}'; family = $family; interface = 2; mtu = [long]${interfaceMtu} }
}
ConvertTo-Json -Depth 5 -Compress (& $facts['path-mtu'] @{ peer = '${peer}'; family = '${family}' })
`;
  writeFileSync(file, text);
  return JSON.parse(lab.spaces.run('a', 'pwsh', '-NoProfile', '-NonInteractive', '-File', file));
}
