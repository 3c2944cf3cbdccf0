import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { playFunctions } from './play-functions.ts';

/** What `scripts/windows/services.ps1` stands on: Get-Service, the registry of services and sc.exe, each as Windows answers. */
const WINDOWS = `
$listed = New-Object System.Collections.ArrayList
$written = @{}
$told = New-Object System.Collections.ArrayList
function Add-Service([string]$name, [string]$status, $start, $delayed, $dependents = @()) {
  $written[$name] = @{ Start = $start; DelayedAutostart = $delayed }
  $service = [pscustomobject]@{ Name = $name; DisplayName = $name; Status = $status; DependentServices = $dependents }
  Add-Member -InputObject $service ScriptMethod Refresh { }
  Add-Member -InputObject $service ScriptMethod Stop { [void]$told.Add('stop ' + $this.Name) }
  [void]$listed.Add($service)
}
function Get-Service { $listed }
function Test-RegistryKey($hive, $view, $key) { $written.ContainsKey($key.Substring($key.LastIndexOf('\\') + 1)) }
function Read-RegistryData($hive, $view, $key, $name) {
  $data = $written[$key.Substring($key.LastIndexOf('\\') + 1)][$name]
  if ($null -ne $data) { @{ kind = 'REG_DWORD'; data = [long]$data } }
}
function Invoke-SystemTool([string]$file, [string[]]$words) { [void]$told.Add($file + ' ' + [string]::Join('|', $words)) }
function Show($work) { try { ConvertTo-Json -Compress -InputObject (& $work) } catch { ConvertTo-Json -Compress ('error: ' + $_) } }
`;

const play = (...calls: readonly string[]): readonly unknown[] =>
  playFunctions([WINDOWS, ...calls].join('\n')).map((line) => JSON.parse(line));

const state = (kind: string, service: string) =>
  `Show { Get-State @{ kind = '${kind}'; service = '${service}' } }`;
const present = (value: string) => ({ status: 'present', value });

describe.skipIf(pwshMissing)(
  `the service control manager, as our script asks it${because(pwshMissing)}`,
  () => {
    it('the start type is that of the registry, delayed only where it is automatic', () => {
      const types = [
        [0, null, 'boot'],
        [1, null, 'system'],
        [2, null, 'auto'],
        [2, 0, 'auto'],
        [2, 1, 'delayed'],
        [3, 1, 'manual'],
        [4, 1, 'disabled'],
      ] as const;
      const found = play(
        ...types.map(([start, delayed], n) => `Add-Service 's${n}' 'Stopped' ${start} ${delayed ?? '$null'}`),
        ...types.map((_type, n) => state('service-start-type', `s${n}`)),
      );
      expect(found).toEqual(types.map(([, , type]) => present(type)));
    });

    it('a start type that Windows does not document is unreadable, and a key without one is no service', () => {
      const [odd, none] = play(
        "Add-Service 'odd' 'Stopped' 7 $null",
        "$written['none'] = @{ Start = $null }",
        state('service-start-type', 'odd'),
        state('service-start-type', 'none'),
      );
      expect(odd).toMatchObject({ status: 'unreadable', why: expect.stringContaining('none that Windows') });
      expect(none).toEqual({ status: 'absent', missing: 'service' });
    });

    it('a service that Windows leaves out of its list is not one that does not exist', () => {
      const [hidden, missing] = play(
        "$written['hidden'] = @{ Start = 2 }",
        state('service-status', 'hidden'),
        state('service-status', 'missing'),
      );
      expect(hidden).toMatchObject({
        status: 'unreadable',
        why: expect.stringContaining('this account may not ask'),
      });
      expect(missing).toEqual({ status: 'absent', missing: 'service' });
    });

    it('every status has its word, and a name is no pattern', () => {
      const names = [
        'Running',
        'Stopped',
        'Paused',
        'StartPending',
        'StopPending',
        'ContinuePending',
        'PausePending',
      ];
      const found = play(
        ...names.map((name) => `Add-Service '${name}' '${name}' 2 $null`),
        ...names.map((name) => state('service-status', name.toLowerCase())),
        state('service-status', 'Run*'),
      );
      const words = [
        'running',
        'stopped',
        'paused',
        'start-pending',
        'stop-pending',
        'continue-pending',
        'pause-pending',
      ];
      expect(found).toEqual([...words.map(present), { status: 'absent', missing: 'service' }]);
    });

    it('a start type is set by sc.exe, and a service with a running dependent is not asked to stop', () => {
      const [dependent, told] = play(
        "Add-Service 'top' 'Running' 2 $null",
        "Add-Service 'My Service' 'Running' 2 $null @($listed[0])",
        "Add-Service 'free' 'Running' 2 $null",
        "foreach ($type in 'auto', 'delayed', 'manual', 'disabled', 'boot', 'system') { Set-ServiceStartType 'My Service' $type }",
        "Show { Request-ServiceStop 'my service' }",
        "Request-ServiceStop 'FREE'",
        'Show { $told }',
      );
      expect(dependent).toBe('error: top depends on My Service and is running.');
      const words = ['auto', 'delayed-auto', 'demand', 'disabled', 'boot', 'system'];
      expect(told).toEqual([...words.map((word) => `sc.exe config|My Service|start=|${word}`), 'stop free']);
    });
  },
);
