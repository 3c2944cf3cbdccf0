import { readScripts } from '../../src/powershell/index.ts';
import { assembleRuntime, type Runtime } from '../../src/powershell/runtime.ts';

/** The argv that starts the Windows build of PowerShell (in Wine, say), from SETRIGHT_WINDOWS_PWSH; empty where nobody set one up. */
export const windowsPwsh: readonly string[] = (process.env.SETRIGHT_WINDOWS_PWSH ?? '')
  .split(' ')
  .filter((word) => word !== '');

/**
 * The package's own scripts, `scripts/windows/` included. One function is replaced, for Wine keeps neither an owner nor a protected list
 * of access rules: the look at who may write the record. It is proven on a real Windows only.
 */
export const wineRuntime = (): Runtime =>
  assembleRuntime([
    ...readScripts(),
    { path: 'windows/zz-wine.ps1', text: 'function Assert-RecordFolder([string]$folder) { }\n' },
  ]);
