# lock.json: at any time one party may write on this host. Looked at and changed only under the machine-wide mutex.
$lockFile = 'lock.json'

# A lock that cannot be read is still a lock, of nobody we could name.
function Read-Lock {
    $text = Read-RecordText $lockFile
    if ($null -eq $text) { return }
    try {
        $lock = ConvertFrom-LineJson $text
        if (Test-Members $lock @{ run = 'text'; speaker = 'speaker'; at = 'text'; process = 'object' }) { return $lock }
    }
    catch { }
    return @{ run = ''; at = ''; process = @{ pid = 0; startedAt = '' }; speaker = @{ version = ''; controller = ''; person = '' } }
}

# As others see it.
function Get-ShownLock {
    $lock = Read-Lock
    if ($null -eq $lock) { return }
    $speaker = $lock['speaker']
    return @{
        run = $lock['run']; controller = $speaker['controller']; person = $speaker['person']; at = $lock['at']; epoch = (Get-Epoch $lock)
        alive = (Test-ProcessAlive $lock['process']['pid'] $lock['process']['startedAt'])
    }
}

# A left-behind lock is broken only by the name of its run, and only when its process has ended.
function Lock-Host([string]$run, $speaker, $breaks) {
    $held = Get-ShownLock
    $former = Read-Lock
    $isOthers = $null -ne $held -and $held['alive'] -and -not (Test-OwnLock $former)
    # Handed to .NET, nothing is an empty text: the name of a lock that cannot be read.
    $isNamed = $null -ne $held -and $breaks -is [string] -and [string]::Equals($held['run'], $breaks)
    if ($isOthers -or ($null -ne $held -and -not $isNamed)) { throw (New-LockedError $held) }
    Save-Lock $run $speaker $former
}

# The epoch counts the owners that followed each other without the lock being free between them.
function Save-Lock([string]$run, $speaker, $former) {
    $lock = @{
        schema = 'setright/host-lock@1'; run = $run; speaker = $speaker; at = (Get-HostClock); process = (Get-OwnProcess)
        epoch = (Get-Epoch $former) + 1
    }
    Save-RecordText $lockFile ((ConvertTo-LineJson $lock) + "`n")
}

# Zero for no lock, and for one of a version that did not count.
function Get-Epoch($lock) {
    if ($null -eq $lock -or $lock['epoch'] -isnot [long]) { return [long]0 }
    return $lock['epoch']
}

function Test-OwnLock($lock) { return $null -ne $lock -and (Test-SameState $lock['process'] (Get-OwnProcess)) }

# Every write looks again: the lock may have been broken while we were silent.
function Assert-OwnLock([string]$run) {
    $lock = Read-Lock
    if (-not (Test-OwnLock $lock) -or -not (Test-SameName $lock['run'] $run)) { throw (New-LockedError (Get-ShownLock)) }
}

function Assert-NobodyElseWrites {
    $lock = Read-Lock
    if ($null -eq $lock -or (Test-OwnLock $lock)) { return }
    $shown = Get-ShownLock
    if ($shown['alive']) { throw (New-LockedError $shown) }
}

function Unlock-Host([string]$run) {
    $lock = Read-Lock
    if ($null -ne $lock -and (Test-SameName $lock['run'] $run)) { Remove-RecordText $lockFile }
}

function New-LockedError($lock) {
    $message = 'The lock of this run is gone.'
    if ($null -ne $lock) { $message = 'Run {0} holds this host.' -f $lock['run'] }
    return (New-HostError 'locked' $message @{ lock = $lock })
}
