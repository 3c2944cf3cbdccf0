$verbs['set'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; change = 'text'; expect = 'state'; want = 'state' }
    $record = Get-OpenRecord $body['run']
    $change = Find-Change $record $body['change']
    if ($null -eq $change -or -not (Test-SameState $change['before'] $body['expect']) -or -not (Test-SameState $change['after'] $body['want'])) {
        throw (New-HostError 'not-in-record' 'The change is not in the record with these states.')
    }
    $run = $session['open']['run']
    return (Set-Recorded $run $change (Get-StateToStartFrom $run $change) $change['after'] 'set')
}

# Compare, write down the intent, set, read again, compare, write down that it is so: under the mutex that the runtime took for the verb.
function Set-Recorded([string]$run, $change, $expected, $want, [string]$done) {
    $resource = $change['resource']
    $found = Get-State $resource
    if ($found['status'] -ceq 'unreadable') { throw (New-HostError 'unreadable' $found['why'] @{ found = $found }) }
    if (-not (Test-SameState $found $expected)) { throw (New-HostError 'drifted' 'It is not as expected.' @{ found = $found }) }
    Use-Record { Add-Step $run 'intended' @{ change = $change['id'] } }
    try { [void](& $setState[$resource['kind']] $resource $want) }
    catch { throw (New-HostError 'set-failed' (Get-ErrorText $_) @{ now = (Get-State $resource) }) }
    $now = Get-State $resource
    if (-not (Test-SameState $now $want)) { throw (New-HostError 'set-differs' 'It reads otherwise than it was set.' @{ now = $now }) }
    Use-Record { Add-Step $run $done @{ change = $change['id']; now = $now } }
    return @{ found = $found; now = $now }
}

# One that was tried is set from its trial on. The steps are read only where there is one: a run may have very many changes.
function Get-StateToStartFrom([string]$run, $change) {
    $trial = Get-Trial $change
    if ($null -ne $trial -and [array]::IndexOf(@(Get-TriedChanges (Read-Steps $run)), $change['id']) -ge 0) { return $trial }
    return $change['before']
}

# The record of the run that this session began and still owns.
function Get-OpenRecord([string]$run) {
    $open = $session['open']
    if ($null -eq $open -or -not (Test-SameName $open['run'] $run)) { throw (New-HostError 'out-of-turn' ('Run {0} was not begun in this session.' -f $run)) }
    Assert-OwnLock $open['run']
    $record = Read-Record $open['run']
    if ($null -eq $record) { throw (New-HostError 'record-failed' ('The record of run {0} is gone.' -f $run)) }
    return $record
}
