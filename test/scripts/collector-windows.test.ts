import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCollectorScripts } from '../../src/powershell/index.ts';
import { makeCollector } from '../../src/run/observe/collector.ts';
import { readOffline } from '../../src/transports/simulated/read-offline.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';

const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';
const KEY = `SOFTWARE\\Setright Collect ${process.pid}`;

/** Only Windows PowerShell has it; everything else is asked of the system itself. */
const WMI = `
function Get-WmiObject($Class) {
    if ($Class -eq 'Win32_Process') { New-Object PSObject -Property @{ ProcessId = [uint32]4; Name = 'a.exe'; CreationDate = ''; SessionId = [uint32]0; HandleCount = [uint32]3; WorkingSetSize = [uint64]5; PrivatePageCount = [uint64]6 } }
    if ($Class -eq 'Win32_Service') { New-Object PSObject -Property @{ Name = 'RpcSs'; DisplayName = 'RPC'; State = 'Running'; StartMode = 'Auto'; ProcessId = [uint32]4 } }
}
`;

/** Its file; asked for a key of ours, too, which has values of two kinds while it runs. */
function collected(): string {
  const { text } = makeCollector(
    readCollectorScripts().map((script) =>
      script.path === 'collect/head.ps1' ? { ...script, text: script.text + WMI } : script,
    ),
  );
  const asked = text.replace("$questions = @'\n", `$&key|HKLM\\${KEY}\n`);
  const steps = [
    `reg.exe add 'HKLM\\${KEY}' /v MaxUserPort /t REG_DWORD /d 4294967295 /f *> $null`,
    `reg.exe add 'HKLM\\${KEY}' /v words /t REG_MULTI_SZ /d 'one' /f *> $null`,
    '$folder = [System.IO.Path]::GetTempPath()',
    `$file = $folder + 'collect-${process.pid}.ps1'`,
    '[System.IO.File]::WriteAllBytes($file, [Convert]::FromBase64String([Console]::In.ReadToEnd()))',
    `$said = & $file -Out ($file + '.json') -Watch 1`,
    "[System.IO.File]::ReadAllText($file + '.json')",
    "[System.IO.File]::Delete($file); [System.IO.File]::Delete($file + '.json')",
    `reg.exe delete 'HKLM\\${KEY}' /f *> $null`,
  ];
  const [program = '', ...first] = windowsPwsh;
  const run = spawnSync(program, [...first, '-NoProfile', '-Command', steps.join('\n')], {
    encoding: 'utf8',
    input: Buffer.from(asked).toString('base64'),
  });
  return run.stdout.trim();
}

describe.skipIf(missing !== '')(`the collector on the Windows build of PowerShell${missing}`, () => {
  it('reads a real registry, and says what it could not be told', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'setright-collect-')), 'host.json');
    writeFileSync(file, collected());
    const host = await readOffline(file, () => new Date());
    const dead = (name: string) =>
      host.state({ kind: 'registry-value', hive: 'HKLM', key: KEY, name, view: 64 });
    expect(dead('maxuserport')).toEqual({
      status: 'present',
      value: { kind: 'REG_DWORD', data: 4294967295 },
    });
    expect(dead('words')).toEqual({ status: 'present', value: { kind: 'REG_MULTI_SZ', data: ['one'] } });
    expect(dead('none')).toEqual({ status: 'absent', missing: 'value' });
    expect(host.observe({ fact: 'profiles', ask: {} })).toMatchObject({ known: true });
    const service = host.observe({ fact: 'service', ask: { service: 'RpcSs' } });
    expect(service).toMatchObject({ known: true, value: { status: 'running', startType: 'auto' } });
  });
});
