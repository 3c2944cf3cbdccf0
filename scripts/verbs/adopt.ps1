# Ends a run that was left open, or stuck, as kept: when nobody is at work on it and every change of it reads as it was wanted.
$verbs['adopt'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; notInForce = 'texts' }
    Assert-NobodyElseWrites
    $run = $body['run']
    if ($null -ne $session['open'] -and (Test-SameName $session['open']['run'] $run)) { throw (New-HostError 'out-of-turn' ('Run {0} was begun in this session.' -f $run)) }
    $record = Read-Record $run
    if ($null -eq $record) { throw (New-HostError 'not-in-record' ('This host has no record of run {0}.' -f $run)) }
    foreach ($id in $body['notInForce']) {
        if ($null -eq (Find-Change $record $id)) { throw (New-HostError 'not-in-record' 'A change that is not in force is not in the record.') }
    }
    $steps = Read-Steps $run
    $state = Get-RecordState $steps
    if ($state -ceq 'restored') { throw (New-HostError 'out-of-turn' ('Run {0} was restored.' -f $run)) }
    if ($state -cne 'kept') {
        if (@(Get-OpenEffects $steps).Count -gt 0) { throw (New-HostError 'effect-refused' ('An effect of run {0} was cut off.' -f $run)) }
        $others = @(foreach ($change in $record['changes']) {
                $found = Use-Hive $change['resource'] { Get-State $change['resource'] }
                if (-not (Test-SameState $found $change['after'])) { @{ change = $change['id']; found = $found } }
            })
        if ($others.Count -gt 0) { throw (New-HostError 'drifted' ('Not all of run {0} reads as it was wanted.' -f $run) @{ changes = $others }) }
        Use-Record { Add-Step $run 'kept' @{ notInForce = $body['notInForce'] } }
    }
    [void](Remove-Guard $run)
    Unlock-Host $run
    Remove-Reserve $run
    return @{ record = 'kept' }
}
