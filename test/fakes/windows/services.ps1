function Find-FakeService($state, [string]$name) {
    foreach ($service in $state['services']) { if (Test-SameName $service['name'] $name) { return $service } }
}

function Get-FakeService($state, [string]$name) {
    $service = Find-FakeService $state $name
    if ($null -eq $service) { throw ('The service {0} does not exist.' -f $name) }
    return $service
}

function Get-ServiceEntry([string]$name) {
    $service = Find-FakeService (Get-FakeState) $name
    if ($null -eq $service) { return }
    if ($service.ContainsKey('deny')) { throw ('The status of {0} cannot be told: this account may not ask for it.' -f $service['name']) }
    return (Read-FakeService $service)
}

function Read-FakeService($service) { return @{ name = $service['name']; displayName = $service['displayName']; status = $service['status'] } }

function Get-ServiceStartType([string]$name) {
    $service = Find-FakeService (Get-FakeState) $name
    if ($null -ne $service) { return $service['startType'] }
}

function Get-ServiceProcess([string]$name) {
    $service = Get-FakeService (Get-FakeState) $name
    return @{ pid = $service['pid']; startedAt = $service['startedAt'] }
}

function Get-DirectDependents([string]$name) {
    foreach ($service in (Get-FakeState)['services']) {
        if (@($service['dependsOn'] | Where-Object { Test-SameName $_ $name }).Count -gt 0) { Read-FakeService $service }
    }
}

function Set-ServiceStartType([string]$name, [string]$startType) {
    (Get-FakeService (Get-FakeState) $name)['startType'] = $startType
    Save-FakeWrite
}

function Request-ServiceStop([string]$name) {
    $state = Get-FakeState
    $service = Get-FakeService $state $name
    $status = $service['status']
    if ('running', 'paused' -cnotcontains $status) { throw ('{0} is {1} and cannot accept a stop now.' -f $service['name'], $status) }
    foreach ($dependent in @(Get-Dependents $name)) {
        if ($dependent['status'] -cne 'stopped') { throw ('A stop was sent to {0} on which the running {1} depends.' -f $service['name'], $dependent['name']) }
    }
    if ([string]$service['hangs'] -ceq 'stop') { $service['status'] = 'stop-pending' }
    elseif ($service['stopSeconds'] -gt 0) { Set-FakePending $state $service 'stop-pending' $service['stopSeconds'] }
    else { Set-FakeStopped $state $service }
    Save-FakeWrite
}

# Starts the service and, before it, what it depends on.
function Request-ServiceStart([string]$name) {
    $state = Get-FakeState
    $service = Get-FakeService $state $name
    if ($service['status'] -cne 'stopped') { throw ('{0} is {1} and cannot be started.' -f $service['name'], $service['status']) }
    if ($service['startType'] -ceq 'disabled') { throw ('{0} is disabled.' -f $service['name']) }
    if ([string]$service['fails'] -ceq 'start') { throw ('{0} did not start.' -f $service['name']) }
    $seconds = [double]0
    $hangs = [string]$service['hangs'] -ceq 'start'
    foreach ($needed in $service['dependsOn']) {
        if ($needed.StartsWith('+', [StringComparison]::Ordinal)) { continue }
        $dependency = Get-FakeService $state $needed
        if ($dependency['status'] -ceq 'stopped') { Request-ServiceStart $needed }
        if ($dependency['status'] -ceq 'start-pending') {
            if (-not $dependency.ContainsKey('until')) { $hangs = $true }
            else { $seconds = [Math]::Max($seconds, ((ConvertFrom-FakeTime $dependency['until']) - (Get-FakeNow $state)).TotalSeconds) }
        }
        elseif ($dependency['status'] -cne 'running') { throw ('{0} depends on {1}, which is {2}.' -f $service['name'], $dependency['name'], $dependency['status']) }
    }
    if ($service.ContainsKey('startSeconds')) { $seconds += $service['startSeconds'] }
    if ($hangs) { $service['status'] = 'start-pending' }
    elseif ($seconds -gt 0) { Set-FakePending $state $service 'start-pending' $seconds }
    else { Set-FakeRunning $state $service }
    Save-FakeWrite
}

function Set-FakePending($state, $service, [string]$status, [double]$seconds) {
    $service['status'] = $status
    $service['until'] = ConvertTo-FakeTime (Get-FakeNow $state).AddSeconds($seconds)
}

function Set-FakeStopped($state, $service) {
    $id = $service['pid']
    $service['status'] = 'stopped'
    $service['pid'] = 0
    $service['startedAt'] = ''
    foreach ($other in $state['services']) { if ($other['pid'] -eq $id) { return } }
    foreach ($process in @($state['processes'])) { if ($process['pid'] -eq $id) { $state['processes'].Remove($process) } }
}

function Set-FakeRunning($state, $service) {
    $process = New-Table
    $process['pid'] = Get-NextPid $state
    $process['name'] = $service['name']
    $process['startedAt'] = ConvertTo-FakeTime (Get-FakeNow $state)
    $service['status'] = 'running'
    $service['pid'] = $process['pid']
    $service['startedAt'] = $process['startedAt']
    [void]$state['processes'].Add($process)
}

# Ends the pending states whose time has come.
function Complete-PendingServices($state) {
    $now = Get-FakeNow $state
    $isChanged = $false
    foreach ($service in $state['services']) {
        if (-not $service.ContainsKey('until') -or (ConvertFrom-FakeTime $service['until']) -gt $now) { continue }
        if ($service['status'] -ceq 'stop-pending') { Set-FakeStopped $state $service }
        elseif ($service['status'] -ceq 'start-pending') { Set-FakeRunning $state $service }
        $service.Remove('until')
        $isChanged = $true
    }
    if ($isChanged) { Save-FakeState }
}
