# As far as a boot takes it back; nobody knows yet whether a new line comes about with it, so only under an armed guard.
$verbs['try'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; change = 'text'; expect = 'state'; want = 'state' }
    $record = Get-OpenRecord $body['run']
    $run = $session['open']['run']
    $guard = Get-StandingGuard $run
    if ($null -eq $guard -or $guard['state'] -cne 'armed') { throw (New-HostError 'out-of-turn' ('Run {0} has no armed guard.' -f $run)) }
    $change = Find-Change $record $body['change']
    $trial = $null
    if ($null -ne $change) { $trial = Get-Trial $change }
    if ($null -eq $trial -or -not (Test-SameState $change['before'] $body['expect']) -or -not (Test-SameState $trial $body['want'])) {
        throw (New-HostError 'not-in-record' 'The change has no trial in the record with these states.')
    }
    return (Set-Recorded $run $change $change['before'] $trial 'tried')
}

# Nothing for a change that is set at once or not at all.
function Get-Trial($change) {
    $kind = $change['resource']['kind']
    if ($trialState.ContainsKey($kind)) { return (& $trialState[$kind] $change['before'] $change['after']) }
}

# Ids of changes whose newest step is a trial.
function Get-TriedChanges($steps) {
    $last = New-Table
    foreach ($step in $steps) { if ($step['change'] -is [string]) { $last[$step['change']] = $step['step'] } }
    foreach ($id in $last.get_Keys()) { if ($last[$id] -ceq 'tried') { $id } }
}

# A change that was tried and not set whole reads as nobody wanted it: its run is not handed over, nor kept.
function Assert-NothingHalfway([string]$run) {
    foreach ($id in @(Get-TriedChanges (Read-Steps $run))) { throw (New-HostError 'out-of-turn' ('Change {0} was tried and is not set yet.' -f $id)) }
}
