# The lock, then the backup and room for the steps; both on the disk before this is answered.
$verbs['begin'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; speaker = 'speaker'; leaseSeconds = 'timeSpan'; changes = 'changes' }
    if ($body.ContainsKey('breaks')) { Assert-Body $body @{ breaks = 'text' } }
    if ($null -ne $session['open']) { throw (New-HostError 'out-of-turn' ('Run {0} is open in this session.' -f $session['open']['run'])) }
    $run = $body['run']
    Use-Record { if (Test-Record $run) { throw (New-HostError 'record-failed' ('This host has a record of run {0} already.' -f $run)) } }
    if ($body.ContainsKey('breaks')) { Assert-Unguarded $body['breaks'] }
    Use-Record { Lock-Host $run $body['speaker'] $body['breaks'] }
    [void](Dismount-LeftHives $false)
    try {
        # record.json last: with it there is a run to undo.
        Use-Record {
            Save-HandFiles $run $body['speaker'] $body['changes'] $session['text']
            Save-Reserve $run $body['changes']
            Save-Record $run $body['speaker'] $body['changes']
        }
    }
    catch {
        # Nothing was begun: the lock would only keep others out.
        try { Remove-Record $run } catch { }
        Unlock-Host $run
        throw
    }
    $session['open'] = @{ run = $run; leaseSeconds = $body['leaseSeconds'] }
    return @{ record = (Get-RecordPath ($run + '\record.json')) }
}

# The lock of a run that its guard may yet undo is not broken: undo it, or disarm it.
function Assert-Unguarded([string]$run) {
    if ($run -cnotmatch '\A[A-Za-z0-9_-]{1,64}\z' -or -not (Test-Record $run)) { return }
    $steps = Read-Steps $run
    $guard = Get-Guard $run $steps
    if ($null -ne $guard -and $guard['isStanding'] -and (Get-RecordState $steps) -ceq 'open') { throw (New-GuardHeldError $guard) }
}

# What the disk or its access rules said is `record-failed`, not our own mistake.
function Use-Record($work) {
    try { & $work }
    catch {
        if ($null -ne (Get-HostError $_)) { throw }
        throw (New-HostError 'record-failed' (Get-ErrorText $_))
    }
}
