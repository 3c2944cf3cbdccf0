# Processes, by id and start time: an id alone may be another process by now. Protected processes tell their start to WMI only.
function Get-ProcessStart([int]$id) {
    try { return (ConvertTo-IsoTime (Get-Process -Id $id).StartTime) } catch { }
    try {
        $process = Get-CimInstance -ClassName Win32_Process -Filter ('ProcessId={0}' -f $id) -Property CreationDate -OperationTimeoutSec 30
        return (ConvertTo-IsoTime $process.CreationDate)
    }
    catch { return '' }
}

# Of one program, by id, at most so many of them. Never asked for by name: Windows' own command would take that for a pattern.
function Get-ProgramProcesses([string]$name, [int]$most) {
    $found = @(Get-Process | Where-Object { Test-SameName $_.ProcessName $name } | Sort-Object -Property Id)
    return @{ count = [long]$found.Count; processes = @(foreach ($process in ($found | Select-Object -First $most)) { Read-ProcessEntry $process }) }
}

function Read-ProcessEntry($process) {
    $owner = ''
    $sid = ''
    try { $owner = [string](Get-Process -Id $process.Id -IncludeUserName).UserName } catch { }
    try { if ($owner -cne '') { $sid = (New-Object System.Security.Principal.NTAccount $owner).Translate([System.Security.Principal.SecurityIdentifier]).Value } } catch { }
    return @{
        pid = [long]$process.Id; name = $process.ProcessName; session = [long]$process.SessionId; owner = $owner; sid = $sid
        startedAt = (Get-ProcessStart $process.Id); handles = [long]$process.HandleCount
        workingSet = [long]$process.WorkingSet64; privateBytes = [long]$process.PrivateMemorySize64
    }
}

function Get-OwnProcess { return @{ pid = [long]$PID; startedAt = (Get-ProcessStart $PID) } }

# When in doubt it lives: a lock is not broken on a guess.
function Test-ProcessAlive($id, $startedAt) {
    if ($id -le 0) { return $false }
    $process = Get-Process -Id ([int]$id) -ErrorAction SilentlyContinue
    if ($null -eq $process) { return $false }
    $start = Get-ProcessStart ([int]$id)
    return $start -ceq '' -or $start -ceq $startedAt
}

# The open handle keeps the id from being given to another process between the look and the end.
function Stop-OldProcess($id, $startedAt) {
    try {
        $process = Get-Process -Id ([int]$id)
        [void]$process.Handle
        if ((ConvertTo-IsoTime $process.StartTime) -ceq $startedAt) { $process.Kill() }
    }
    catch { }
}

# Another session would have to be asked; a name in the Global namespace is one for the whole machine. Nothing when the time is over.
function Enter-HostMutex([int]$seconds) {
    for ($left = $seconds; $left -ge 0; $left--) {
        try { $mutex = New-Object System.Threading.Mutex ($false, 'Global\Setright'); break }
        catch [System.UnauthorizedAccessException] {
            # The guard, as SYSTEM, has it: an administrator may not even open it then.
            if ($left -eq 0) { return }
            Wait-Second
        }
    }
    # One that was left behind by a process that ended is ours.
    try { $isOurs = $mutex.WaitOne($left * 1000) } catch [System.Threading.AbandonedMutexException] { $isOurs = $true }
    if ($isOurs) { return $mutex }
    $mutex.Dispose()
}

function Exit-HostMutex($mutex) {
    $mutex.ReleaseMutex()
    $mutex.Dispose()
}

# Of an ISO time of this host's clock; negative when that lies ahead.
function Get-SecondsSince([string]$at) {
    $then = [datetime]::Parse($at, [Globalization.CultureInfo]::InvariantCulture, [Globalization.DateTimeStyles]::RoundtripKind)
    return ([datetime]::UtcNow - $then.ToUniversalTime()).TotalSeconds
}

function Wait-Second { Start-Sleep -Seconds 1 }

# Longer than most ways take there and back.
function Wait-Moment { Start-Sleep -Milliseconds 100 }

# So many seconds from now, in whole seconds: as exact as a scheduler takes it.
function Get-DueTime([double]$seconds) {
    $now = [datetime]::UtcNow
    return (ConvertTo-IsoTime ($now.AddTicks(-($now.Ticks % 10000000)).AddSeconds($seconds)))
}

function Get-HostClock { return (ConvertTo-IsoTime ([datetime]::UtcNow)) }

function ConvertTo-IsoTime([datetime]$time) { return $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture) }
