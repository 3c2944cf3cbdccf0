# A new session takes over what another began. It raises the epoch, so that the former owner writes nothing more, and sees to it that its
# process is gone: the one that the lock names, by id and start time, and no other. Not under the mutex as a whole: the former may hold it.
$verbs['claim'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; speaker = 'speaker'; patienceSeconds = 'seconds' }
    if ($null -ne $session['open']) { throw (New-HostError 'out-of-turn' ('Run {0} is open in this session.' -f $session['open']['run'])) }
    $mutex = Wait-HostMutex $body['run'] $body['patienceSeconds']
    try { return (Move-Lock $body['run'] $body['speaker']) } finally { Exit-HostMutex $mutex }
}

# Work that the former owner has begun is waited for. After that it hangs: its end is what frees the mutex.
function Wait-HostMutex([string]$run, [double]$patienceSeconds) {
    for ($seconds = 0; $true; $seconds++) {
        $mutex = Enter-HostMutex 1
        if ($null -ne $mutex) { return $mutex }
        if ($seconds -ge $patienceSeconds) { break }
        Send-Progress 'waiting for the process that is at work here' $seconds
    }
    $lock = Read-Lock
    if ($null -eq $lock -or -not (Test-SameName $lock['run'] $run)) { throw (New-LockedError (Get-ShownLock)) }
    [void](Stop-FormerOwner $lock)
    $mutex = Enter-HostMutex 15
    if ($null -eq $mutex) { throw (New-LockedError (Get-ShownLock)) }
    return $mutex
}

function Move-Lock([string]$run, $speaker) {
    $lock = Read-Lock
    if ($null -eq $lock) { return @{ former = 'none'; epoch = 0 } }
    if (-not (Test-SameName $lock['run'] $run)) { throw (New-LockedError (Get-ShownLock)) }
    if (Test-OwnLock $lock) { return @{ former = 'none'; epoch = (Get-Epoch $lock) } }
    Use-Record { Use-Reserve $lock['run'] { Save-Lock $lock['run'] $speaker $lock } }
    return @{ former = (Stop-FormerOwner $lock); epoch = (Get-Epoch (Read-Lock)) }
}

# 'gone' when it had ended by itself, else 'ended'.
function Stop-FormerOwner($lock) {
    $process = $lock['process']
    if (-not (Test-ProcessAlive $process['pid'] $process['startedAt'])) { return 'gone' }
    Stop-OldProcess $process['pid'] $process['startedAt']
    for ($seconds = 0; Test-ProcessAlive $process['pid'] $process['startedAt']; $seconds++) {
        if ($seconds -ge 30) { throw (New-HostError 'not-ended' ('Process {0} of run {1} could not be ended; it writes nothing more.' -f $process['pid'], $lock['run'])) }
        Send-Progress 'ending the process that was at work here' $seconds
        Wait-Second
    }
    return 'ended'
}
