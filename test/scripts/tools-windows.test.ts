import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { windowsPwsh } from '../fakes/start-windows.ts';
import { scripts } from './scripts.ts';

const text = scripts.find(({ path }) => path === 'windows/tools.ps1')?.text ?? '';
const noWindows =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

describe.skipIf(noWindows !== '')(`a tool of Windows, on the Windows build${noWindows}`, () => {
  it.each([
    ['stdout', 'echo Access is denied.& exit 5'],
    ['stderr, as reg.exe, schtasks.exe and shutdown.exe do', 'echo Access is denied.>&2& exit 5'],
  ])('that fails is told with what it said on %s', (_where, command) => {
    const [program = '', ...words] = windowsPwsh;
    const start = '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))';
    const call = `try { Invoke-SystemTool 'cmd.exe' @('/c', '${command}') } catch { '<' + $_.Exception.Message + '>' }`;
    const { stdout } = spawnSync(program, [...words, '-NoProfile', '-NonInteractive', '-Command', start], {
      input: `${text}\n${call}\n`,
      encoding: 'utf8',
    });
    expect(stdout).toContain('<cmd.exe ended with 5: Access is denied.>');
  });
});
