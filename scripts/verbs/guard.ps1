# Arms the guard of the open run, before anything is set: registered, read back, rehearsed. Not under the mutex as a whole: the drill takes it.
$verbs['guard'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; seconds = 'positive' }
    $run = Use-Mutex { Get-UnguardedRun $body['run'] }
    $failure = $null
    try {
        Use-Mutex { Register-Guard $run $body['seconds'] }
        Start-HostTask $run
        Wait-Rehearsal $run
        Use-Mutex {
            Assert-OwnLock $run
            Add-Step $run 'guard-armed' @{}
        }
    }
    catch { $failure = Get-ErrorText $_ }
    if ($null -eq $failure) { return @{ seconds = $body['seconds'] } }
    $removed = Use-Mutex { Remove-Guard $run }
    throw (New-HostError 'guard-failed' ('The guard could not be armed: {0}' -f $failure) @{ guard = $removed })
}

function Register-Guard([string]$run, [double]$seconds) {
    Save-RecordText ('{0}\{1}' -f $run, $guardFile) (Get-GuardText $session['text'])
    Add-Step $run 'guard-intended' @{ seconds = $seconds }
    Register-HostTask $run $seconds
    if (-not (Test-HostTask $run)) { throw 'the task is not there after it was registered' }
}

# One guard a host. That of a run which has ended only waits to find nothing to do.
function Get-UnguardedRun([string]$asked) {
    [void](Get-OpenRecord $asked)
    $run = $session['open']['run']
    $steps = Read-Steps $run
    if ($steps.Count -gt 0) { throw (New-HostError 'out-of-turn' 'The guard is armed before anything else is done.') }
    foreach ($guard in @(Get-ToldGuards)) {
        if (-not $guard['isStanding']) { continue }
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
