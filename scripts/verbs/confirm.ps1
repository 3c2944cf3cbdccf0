# The word of a new session that a guarded run may stay. It has read the new states over a line that came about after them.
$verbs['confirm'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; notInForce = 'texts' }
    Assert-NobodyElseWrites
    $run = $body['run']
    $record = Read-Record $run
    if ($null -eq $record) { throw (New-HostError 'not-in-record' ('This host has no record of run {0}.' -f $run)) }
    $run = $record['run']
    foreach ($id in $body['notInForce']) {
        if ($null -eq (Find-Change $record $id)) { throw (New-HostError 'not-in-record' 'A change that is not in force is not in the record.') }
    }
    $steps = Read-Steps $run
    $guard = Get-StandingGuard $run
    $isYielded = @($steps | Where-Object { $_['step'] -ceq 'yielded' }).Count -gt 0
    if ((Get-RecordState $steps) -cne 'open' -or $null -eq $guard -or $guard['state'] -cne 'armed' -or -not $isYielded -or @(Get-OpenEffects $steps).Count -gt 0) {
        throw (New-HostError 'out-of-turn' ('Run {0} does not wait to be confirmed.' -f $run))
    }
    if (Test-SameState $record['process'] (Get-OwnProcess)) { throw (New-HostError 'out-of-turn' 'A guarded run is confirmed by a new session.') }
    Use-Record { Add-Step $run 'kept' @{ notInForce = $body['notInForce'] } }
    $removed = Remove-Guard $run
    Unlock-Host $run
    Remove-Reserve $run
    return @{ record = 'kept'; guard = $removed }
}
