$verbs['keep'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; notInForce = 'texts' }
    $record = Get-OpenRecord $body['run']
    $run = $session['open']['run']
    if ($null -ne (Get-StandingGuard $run)) { throw (New-HostError 'out-of-turn' ('Run {0} is guarded: a new session confirms it.' -f $run)) }
    Assert-NothingHalfway $run
    foreach ($id in $body['notInForce']) {
        if ($null -eq (Find-Change $record $id)) { throw (New-HostError 'not-in-record' 'A change that is not in force is not in the record.') }
    }
    Use-Record { Add-Step $run 'kept' @{ notInForce = $body['notInForce'] } }
    Unlock-Host $run
    Remove-Reserve $run
    $session['open'] = $null
    return @{ record = 'kept' }
}
