# The service control manager. Get-Service takes wildcards, so it is never asked by name: a name is data.
function Find-Service([string]$name) {
    foreach ($service in @(Get-Service -ErrorAction SilentlyContinue)) { if (Test-SameName $service.Name $name) { return $service } }
}

# Windows leaves out of its list, without a word, what this account may not ask (EnumServicesStatusEx), and drivers: those are there all the same.
function Get-ServiceEntry([string]$name) {
    $service = Find-Service $name
    if ($null -ne $service) { return (Read-ServiceEntry $service) }
    if ($null -ne (Get-ServiceStartType $name)) { throw ('The status of {0} cannot be told: it is a driver, or this account may not ask for it.' -f $name) }
}

function Read-ServiceEntry($service) {
    $statuses = @{
        Running = 'running'; Stopped = 'stopped'; Paused = 'paused'; StartPending = 'start-pending'; StopPending = 'stop-pending'
        ContinuePending = 'continue-pending'; PausePending = 'pause-pending'
    }
    $service.Refresh()
    return @{ name = $service.Name; displayName = $service.DisplayName; status = $statuses[[string]$service.Status] }
}

function Get-DirectDependents([string]$name) {
    $service = Find-Service $name
    if ($null -ne $service) { foreach ($dependent in $service.DependentServices) { Read-ServiceEntry $dependent } }
}

# Never with a running dependent: .NET would stop those too, which nobody consented to.
function Request-ServiceStop([string]$name) {
    $service = Get-ExistingService $name
    foreach ($dependent in @(Get-Dependents $name)) {
        if ($dependent['status'] -cne 'stopped') { throw ('{0} depends on {1} and is {2}.' -f $dependent['name'], $service.Name, $dependent['status']) }
    }
    $service.Stop()
}

function Request-ServiceStart([string]$name) { (Get-ExistingService $name).Start() }

function Get-ExistingService([string]$name) {
    $service = Find-Service $name
    if ($null -eq $service) { throw ('The service {0} does not exist.' -f $name) }
    return $service
}

# From the registry: Get-Service does not know it everywhere, and never the delay. Drivers are services too.
function Get-ServiceStartType([string]$name) {
    if (-not (Test-ServiceName $name)) { return }
    $key = 'SYSTEM\CurrentControlSet\Services\' + $name
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return }
    $start = Read-RegistryData 'HKLM' 64 $key 'Start'
    if ($null -eq $start) { return }
    $delayed = Read-RegistryData 'HKLM' 64 $key 'DelayedAutostart'
    if ($start['data'] -eq 2 -and $null -ne $delayed -and $delayed['data'] -eq 1) { return 'delayed' }
    $startTypes = @('boot', 'system', 'auto', 'manual', 'disabled')
    if ($start['data'] -isnot [long] -or $start['data'] -gt 4) { throw 'its start type is none that Windows documents' }
    return $startTypes[[int]$start['data']]
}

function Test-ServiceName([string]$name) { return $name -cmatch '\A[^\x00-\x1f"/\\]{1,256}\z' }

# sc.exe tells the service control manager; a registry value would be read at the next start of Windows only.
function Set-ServiceStartType([string]$name, [string]$startType) {
    if (-not (Test-ServiceName $name)) { throw 'not the name of a service' }
    $words = @{ auto = 'auto'; delayed = 'delayed-auto'; manual = 'demand'; disabled = 'disabled'; boot = 'boot'; system = 'system' }
    [void](Invoke-SystemTool 'sc.exe' @('config', $name, 'start=', $words[$startType]))
}

# pid 0 and '' when it does not run, or when WMI would not tell.
function Get-ServiceProcess([string]$name) {
    try {
        foreach ($service in @(Get-CimInstance -ClassName Win32_Service -Property @('Name', 'ProcessId') -OperationTimeoutSec 30)) {
            if (-not (Test-SameName $service.Name $name) -or $service.ProcessId -eq 0) { continue }
            return @{ pid = [long]$service.ProcessId; startedAt = (Get-ProcessStart ([int]$service.ProcessId)) }
        }
    }
    catch { }
    return @{ pid = 0; startedAt = '' }
}
