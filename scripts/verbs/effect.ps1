$verbs['effect'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; id = 'text'; kind = 'text'; target = 'object' }
    $effect = $effects[$body['kind']]
    if ($null -ne $effect) { Assert-Body $body @{ target = ($effect['target'] + 'Target') } }
    if ($null -ne $effect -and $effect['isOfKept']) {
        $run = Get-KeptRun $body['run']
        $requested = Get-RequestedReboot $run $body['id']
        if ($null -ne $requested) { return $requested }
    }
    else {
        [void](Get-OpenRecord $body['run'])
        Assert-KnownKind $body['kind'] $effects
        $run = $session['open']['run']
    }
    $before = & $effect['prepare'] $body['target']
    Use-Record { Add-Step $run 'effect-intended' @{ id = $body['id']; kind = $body['kind']; target = $body['target']; before = $before } }
    $result = & $effect['carryOut'] $body['target'] $before
    Use-Record { Add-Step $run 'effect-done' @{ id = $body['id']; after = $result['after'] } }
    if ($effect['isOfKept']) { return $result['after'] }
    return $result
}

# As the record spells it. No run has this host, at work or left behind, and nothing of the run could be undone any more.
function Get-KeptRun([string]$run) {
    if ($null -ne $session['open']) { throw (New-HostError 'out-of-turn' ('Run {0} is open in this session.' -f $session['open']['run'])) }
    $lock = Get-ShownLock
    if ($null -ne $lock) { throw (New-LockedError $lock) }
    $record = Read-Record $run
    if ($null -eq $record) { throw (New-HostError 'not-in-record' ('This host has no record of run {0}.' -f $run)) }
    if ((Get-RecordState (Read-Steps $record['run'])) -cne 'kept') { throw (New-HostError 'out-of-turn' ('Run {0} was not kept: a restart would cut it off.' -f $run)) }
    return $record['run']
}
