import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Two levels up from `src/transports/bridge` and from `dist/transports/bridge` alike, and one more. */
const BRIDGE = fileURLToPath(new URL('../../../scripts/bridge/', import.meta.url));

/** What the local PowerShell runs, the part for the host within it as text. `open` stands in for `open.ps1` in tests. */
export function bridgeScript(open: string = join(BRIDGE, 'open.ps1')): string {
  const [remote, opening, bridge] = [join(BRIDGE, 'remote.ps1'), open, join(BRIDGE, 'bridge.ps1')].map(
    codeIn,
  );
  return [`$remoteScript = @'\n${remote}\n'@`, opening, bridge].join('\n');
}

/** Comments and indentation stay at home, as with the bootstrap: CreateProcess takes 32,767 characters. */
const codeIn = (path: string): string =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
