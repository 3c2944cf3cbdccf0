# Arms the guard of the open run, before anything is set: registered, read back, rehearsed. Not under the mutex as a whole: the drill takes it.
$verbs['guard'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; seconds = 'timeSpan' }
    $run = Use-Mutex { Get-UnguardedRun $body['run'] }
    Complete-Arming $run 'guard' @{ seconds = $body['seconds'] }
    return @{ seconds = $body['seconds'] }
}

# Registered, read back, put through its drill; or `guard-failed` with its task taken away again.
function Complete-Arming([string]$run, [string]$kind, $told) {
    $failure = $null
    try {
        Use-Mutex {
            Save-RecordText ('{0}\{1}' -f $run, $guardFile) (Get-GuardText $session['text'])
            Add-Step $run ($kind + '-intended') $told
            if ($told.ContainsKey('due')) { Register-TimedTask $run $told['due'] } else { Register-HostTask $run $told['seconds'] }
            if (-not (Test-HostTask $run $kind)) { throw 'the task is not there after it was registered' }
        }
        Start-HostTask $run $kind
        Wait-Rehearsal $run $kind
        Use-Mutex {
            Assert-OwnLock $run
            Add-Step $run ($kind + '-armed') @{}
        }
    }
    catch { $failure = Get-ErrorText $_ }
    if ($null -eq $failure) { return }
    $removed = Use-Mutex { Remove-Guard $run $kind }
    $name = @{ guard = 'guard'; timed = 'timed undo' }[$kind]
    throw (New-HostError 'guard-failed' ('The {0} could not be armed: {1}' -f $name, $failure) @{ guard = $removed })
}

# One guard a host. That of a run which has ended only waits to find nothing to do.
function Get-UnguardedRun([string]$asked) {
    [void](Get-OpenRecord $asked)
    $run = $session['open']['run']
    $steps = Read-Steps $run
    if (@($steps | Where-Object { -not $_['step'].StartsWith('timed-') }).Count -gt 0) { throw (New-HostError 'out-of-turn' 'The guard is armed before anything else is done.') }
    foreach ($guard in @(Get-ToldGuards)) {
        if (-not $guard['isStanding'] -or $guard['kind'] -cne 'guard') { continue }
        if ((Get-RecordState (Read-Steps $guard['run'])) -ceq 'open') { throw (New-GuardHeldError $guard) }
        [void](Remove-Guard $guard['run'])
    }
    return $run
}

function New-GuardHeldError($guard) {
    return (New-HostError 'guard-held' ('The guard of run {0} stands on this host.' -f $guard['run']) @{ guard = (Show-Guard $guard) })
}

# A guarded run ends by an undo, or by a new session's word.
function Get-StandingGuard([string]$run) {
    $guard = Get-Guard $run (Read-Steps $run)
    if ($null -ne $guard -and $guard['isStanding']) { return $guard }
}
