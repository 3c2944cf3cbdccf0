# The lock that a run left behind which has nothing open here. An open run is undone or adopted, which releases it too.
$verbs['release'] = {
    param($body)
    Assert-Body $body @{ run = 'text' }
    Assert-NobodyElseWrites
    $run = $body['run']
    if ($null -ne $session['open']) { throw (New-HostError 'out-of-turn' ('Run {0} is open in this session.' -f $session['open']['run'])) }
    $lock = Read-Lock
    if ($null -ne $lock) {
        if (-not (Test-SameName $lock['run'] $run)) { throw (New-LockedError (Get-ShownLock)) }
        # A lock that cannot be read names no run.
        if ($run -cne '' -and $null -ne (Read-Record $run) -and (Get-RecordState (Read-Steps $run)) -ceq 'open') {
            throw (New-HostError 'out-of-turn' ('Run {0} is open: undo or adopt it.' -f $run))
        }
        Use-Record { Unlock-Host $run }
    }
    return @{ lock = $null }
}
