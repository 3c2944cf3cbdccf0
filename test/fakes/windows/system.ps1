function Get-HostClock { return (ConvertTo-FakeTime (Get-FakeNow (Get-FakeState))) }

function Copy-Members($from) {
    $copy = @{}
    foreach ($name in @($from.get_Keys())) { $copy[$name] = $from[$name] }
    return $copy
}

function Get-MachineIdentity { return (Copy-Members (Get-FakeState)['machine']) }
function Get-CallerIdentity { return (Copy-Members (Get-FakeState)['identity']) }
function Get-EngineInfo { return (Copy-Members (Get-FakeState)['engine']) }
function Get-OsInfo { return (Copy-Members (Get-FakeState)['os']) }

# This PowerShell stands among the host's processes, for as long as it really runs.
function Get-OwnProcess {
    if ($null -eq $fake['process']) {
        Start-DueTasks
        $state = Get-FakeState
        $fake['process'] = @{ pid = (Get-NextPid $state); startedAt = (Get-HostClock) }
        $entry = New-Table
        $entry['pid'] = $fake['process']['pid']
        $entry['startedAt'] = $fake['process']['startedAt']
        $entry['name'] = 'powershell'
        $entry['controller'] = [long]$PID
        $living = @($state['processes'] | Where-Object { -not $_.ContainsKey('controller') -or (Test-Running $_['controller']) })
        $state['processes'] = New-Object System.Collections.ArrayList (, $living)
        [void]$state['processes'].Add($entry)
        Save-FakeState
    }
    return $fake['process']
}

function Get-BootTime {
    $state = Get-FakeState
    if ($state.ContainsKey('bootedAt')) { return $state['bootedAt'] }
    return ''
}

# Only written down: a real PowerShell under test does not go down with its Windows.
function Request-Reboot([long]$delaySeconds) {
    $state = Get-FakeState
    if ($state.ContainsKey('shutdown')) { throw 'A system shutdown has already been scheduled.' }
    $due = ConvertTo-FakeTime (Get-FakeNow $state).AddSeconds($delaySeconds)
    $shutdown = New-Table
    $shutdown['at'] = $due
    $state['shutdown'] = $shutdown
    Save-FakeState
    return $due
}

# What a state file does not say of a process is that of a service.
function Get-ProgramProcesses([string]$name, [int]$most) {
    $ids = New-Object System.Collections.SortedList
    foreach ($process in (Get-FakeState)['processes']) {
        if (-not (Test-SameName ($process['name'] -replace '\.exe\z', '') $name)) { continue }
        $entry = @{
            pid = $process['pid']; name = ($process['name'] -replace '\.exe\z', ''); session = [long]0; owner = ''; sid = ''
            startedAt = $process['startedAt']; handles = [long]0; workingSet = [long]0; privateBytes = [long]0
        }
        foreach ($member in 'session', 'owner', 'sid', 'handles', 'workingSet', 'privateBytes') { if ($process.ContainsKey($member)) { $entry[$member] = $process[$member] } }
        if ($process.ContainsKey('growsBy')) {
            $seconds = ((Get-FakeNow (Get-FakeState)) - (ConvertFrom-FakeTime $process['startedAt'])).TotalSeconds
            $entry['privateBytes'] += [long][Math]::Floor($process['growsBy'] * $seconds)
        }
        $ids[$process['pid']] = $entry
    }
    return @{ count = [long]$ids.Count; processes = @($ids.get_Values() | Select-Object -First $most) }
}

function Test-Running([int]$id) { return $null -ne (Get-Process -Id $id -ErrorAction SilentlyContinue) }

function Test-ProcessAlive($id, $startedAt) {
    foreach ($process in (Get-FakeState)['processes']) {
        if ($process['pid'] -ne $id -or $process['startedAt'] -cne $startedAt) { continue }
        if (-not $process.ContainsKey('controller') -or (Test-Running $process['controller'])) { return $true }
    }
    return $false
}

# One that is played by a program of its own ends with it; one that only the state file has is taken out there.
function Stop-OldProcess($id, $startedAt) {
    $state = Get-FakeState
    foreach ($process in @($state['processes'])) {
        if ($process['pid'] -ne $id -or $process['startedAt'] -cne $startedAt -or $process['protected']) { continue }
        if (-not $process.ContainsKey('controller')) { $state['processes'].Remove($process); Save-FakeState }
        elseif ((Get-Process -Id $process['controller']).ProcessName -ceq 'pwsh') { Stop-Process -Id $process['controller'] -Force }
    }
}

function Get-DueTime([double]$seconds) {
    $now = Get-FakeNow (Get-FakeState)
    return (ConvertTo-FakeTime $now.AddTicks(-($now.Ticks % 10000000)).AddSeconds($seconds))
}

function Get-SecondsSince([string]$at) { return ((Get-FakeNow (Get-FakeState)) - (ConvertFrom-FakeTime $at)).TotalSeconds }

function Wait-Second {
    $state = Get-FakeState
    if (-not $state.ContainsKey('clock')) { Start-Sleep -Seconds 1; return }
    $state['clock'] = ConvertTo-FakeTime (Get-FakeNow $state).AddSeconds(1)
    Save-FakeState
}

function Wait-Moment { Start-Sleep -Milliseconds 100 }

# Named by the state file: two hosts on one computer do not wait for each other.
function Enter-HostMutex([int]$seconds) {
    Start-DueTasks
    $name = 'setright-' + ($fake['path'] -replace '[^A-Za-z0-9]', '-')
    $mutex = New-Object System.Threading.Mutex ($false, $name.Substring([Math]::Max(0, $name.Length - 100)))
    try { $isOurs = $mutex.WaitOne($seconds * 1000) } catch [System.Threading.AbandonedMutexException] { $isOurs = $true }
    if ($isOurs) { return $mutex }
    $mutex.Dispose()
}

function Exit-HostMutex($mutex) {
    $mutex.ReleaseMutex()
    $mutex.Dispose()
}
