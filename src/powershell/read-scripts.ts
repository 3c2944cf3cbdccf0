import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  assembleExport,
  assembleRuntime,
  type ExportFrame,
  type Runtime,
  type ScriptFile,
} from './runtime.ts';

/** Two levels up from `src/powershell` and from `dist/powershell` alike. */
const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url));

/** For a PowerShell that is too old for the runtime. */
const COLLECT = 'collect/';
/** For a PowerShell on the controller; the transport that starts it reads it. */
const BRIDGE = 'bridge/';
const touchesWindows = [`${COLLECT}registry.ps1`, `${COLLECT}windows.ps1`];

/**
 * The package's scripts, without the collector's. `windows` names a folder that stands in for `scripts/windows/` as a whole: PowerShell is real
 * then, Windows is not.
 */
export function readScripts(windows?: string): readonly ScriptFile[] {
  const own = read(SCRIPTS, '').filter(({ path }) => !path.startsWith(COLLECT) && !path.startsWith(BRIDGE));
  if (windows === undefined) return own;
  return [...own.filter((file) => !file.path.startsWith('windows/')), ...read(windows, 'windows/')];
}

/** The collector's own, which no line carries; `windows` as above. */
export function readCollectorScripts(windows?: string): readonly ScriptFile[] {
  const own = read(join(SCRIPTS, COLLECT), COLLECT);
  if (windows === undefined) return own;
  return [...own.filter(({ path }) => !touchesWindows.includes(path)), ...read(windows, COLLECT)];
}

export const readRuntime = (windows?: string): Runtime => assembleRuntime(readScripts(windows));

/** What the bridge runs on the host, as its file has it. */
export const readBridgeRemote = (): string =>
  readFileSync(join(SCRIPTS, BRIDGE, 'remote.ps1'), 'utf8').replaceAll('\r\n', '\n');

export const readExportFrame = (): ExportFrame => assembleExport(readScripts());

const read = (folder: string, prefix: string): ScriptFile[] =>
  globSync('**/*.ps1', { cwd: folder }).map((path) => ({
    path: prefix + path.replaceAll(sep, '/'),
    // A checkout on Windows may have changed the line ends; the bytes sent are the same everywhere.
    text: readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n'),
  }));
