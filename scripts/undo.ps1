# Conditional undo, from the host's own record: the engine asks for it, the lease calls it, a person can run it (after core/, windows/,
# resources/ and record/). Takes back, in reverse, what still holds our value; writes down how each change came out and how the run ends.
function Undo-Run([string]$run, [bool]$isOwn) {
    if ($isOwn) { Assert-OwnLock $run } else { Assert-NobodyElseWrites }
    $record = Read-Record $run
    if ($null -eq $record) { throw (New-HostError 'not-in-record' ('This host has no record of run {0}.' -f $run)) }
    $steps = Read-Steps $run
    $undoing['isUnwritten'] = $false
    [void](Dismount-LeftHives $true)
    $changes = New-Object System.Collections.ArrayList
    $state = 'restored'
    for ($at = $record['changes'].Count - 1; $at -ge 0; $at--) {
        $undone = Undo-Change $run $record['changes'][$at] $steps
        [void]$changes.Add($undone)
        if ($undone['outcome'] -ceq 'untouched') { continue }
        if ('restored', 'already' -cnotcontains $undone['outcome']) { $state = 'stuck' }
        Add-UndoStep $run 'undone' @{ change = $undone['change']; outcome = $undone['outcome'] }
    }
    $services = @(Undo-OpenEffects $run $steps @(Get-StoppedAgain $record $changes))
    foreach ($service in $services) { if ($service['status'] -cne 'running') { $state = 'stuck' } }
    if ($state -ceq 'restored') { Add-UndoStep $run 'restored' @{ notInForce = @(Get-RestoredAfterEffect $steps $changes) } }
    else { Add-UndoStep $run 'stuck' @{} }
    Unlock-Host $run
    [void](Remove-RunTasks $run)
    Remove-Reserve $run
    $report = @{ state = $state; changes = $changes; services = $services }
    if ($undoing['isUnwritten']) { $report['unwritten'] = $true }
    return $report
}

# Effects that were begun and not ended, last first: what ran before them runs again, but for what ran only because this run had started it.
function Undo-OpenEffects([string]$run, $steps, [string[]]$stoppedAgain) {
    $open = @(Get-OpenEffects $steps)
    [array]::Reverse($open)
    foreach ($step in $open) {
        $before = @(foreach ($standing in $step['before']) { if (@($stoppedAgain | Where-Object { Test-SameName $_ $standing['service'] }).Count -eq 0) { $standing } })
        $after = @(& $effects[$step['kind']]['bringBack'] $step['target'] $before)
        if (@($after | Where-Object { $_['status'] -cne 'running' }).Count -eq 0) { Add-UndoStep $run 'effect-undone' @{ id = $step['id']; after = $after } }
        $after
    }
}

function Get-StoppedAgain($record, $changes) {
    foreach ($undone in $changes) {
        $change = Find-Change $record $undone['change']
        $isBack = 'restored', 'already' -ccontains $undone['outcome']
        if ($isBack -and $change['resource']['kind'] -ceq 'service-status' -and (Test-SameState $change['before'] (New-Present 'stopped'))) { $change['resource']['service'] }
    }
}

# Never throws for what Windows said: the first failure keeps nothing else from being restored.
function Undo-Change([string]$run, $change, $steps) {
    $history = @($steps | Where-Object { [string]::Equals($_['change'], $change['id']) })
    if (@($history | Where-Object { $_['step'] -ceq 'intended' }).Count -eq 0) { return (New-Undone $change 'untouched' $null '') }
    return (Use-Hive $change['resource'] {
            param($mounting)
            Undo-Begun $run $change $history $mounting['why']
        })
}

function Undo-Begun([string]$run, $change, $history, [string]$noHive) {
    $found = Get-State $change['resource']
    if ($found['status'] -ceq 'unreadable') {
        if ($noHive -ceq '') { $noHive = $found['why'] }
        return (New-Undone $change 'unreadable' $found $noHive)
    }
    if (Test-ReadsAs $found $change['before']) { return (New-Undone $change 'already' $found '') }
    if (-not (Test-Ours $change $found $history)) { return (New-Undone $change 'conflict' $found 'It reads neither as before nor as we left it; left alone.') }
    Add-UndoStep $run 'undo-intended' @{ change = $change['id'] }
    try { [void](& $setState[$change['resource']['kind']] $change['resource'] $change['before']) }
    catch { return (New-Undone $change 'failed' (Get-State $change['resource']) (Get-ErrorText $_)) }
    $now = Get-State $change['resource']
    if (Test-SameState $now $change['before']) { return (New-Undone $change 'restored' $found '') }
    if ($now['status'] -ceq 'absent' -and $change['before']['status'] -ceq 'absent') {
        return (New-Undone $change 'conflict' $now 'Our value is removed; a key that we created holds something else now and stays.')
    }
    return (New-Undone $change 'failed' $now 'It does not read as before.')
}

# A full disk keeps nothing from being restored. The report says that something is not written down; the next contact undoes it again, and finds it so.
$undoing = @{ isUnwritten = $false }

function Add-UndoStep([string]$run, [string]$step, $more) { try { Add-Step $run $step $more } catch { $undoing['isUnwritten'] = $true } }

function New-Undone($change, [string]$outcome, $found, [string]$why) {
    return @{ change = $change['id']; outcome = $outcome; found = $found; why = $why }
}

# A registry value that is missing together with its key is missing all the same: an earlier undo took away the key too.
function Test-ReadsAs($found, $wanted) {
    if (Test-SameState $found $wanted) { return $true }
    return $found['status'] -ceq 'absent' -and $wanted['status'] -ceq 'absent' -and $found['missing'] -ceq 'key' -and $wanted['missing'] -ceq 'value'
}

# What we set; or, while what we began has not been seen to end, what it can leave behind.
function Test-Ours($change, $found, $history) {
    if (@($history | Where-Object { $_['step'] -ceq 'undone' -and $_['outcome'] -ceq 'restored' }).Count -gt 0) { return $false }
    if (Test-SameState $found $change['after']) { return $true }
    $last = $history[-1]
    $isOpen = 'intended', 'tried', 'undo-intended' -ccontains $last['step'] -or ($last['step'] -ceq 'undone' -and $last['outcome'] -ceq 'failed')
    if (-not $isOpen) { return $false }
    foreach ($state in @(& $statesBetween[$change['resource']['kind']] $change['resource'] $change['before'] $change['after'])) {
        if (Test-SameState $state $found) { return $true }
    }
    return $false
}

# An effect had put the value in force: what was restored is not, until the next one.
function Get-RestoredAfterEffect($steps, $changes) {
    $effect = 0
    foreach ($step in $steps) { if ($step['step'] -ceq 'effect-intended') { $effect = $step['n'] } }
    foreach ($undone in $changes) {
        if ($undone['outcome'] -cne 'restored') { continue }
        $sets = @($steps | Where-Object { $_['step'] -ceq 'set' -and [string]::Equals($_['change'], $undone['change']) -and $_['n'] -lt $effect })
        if ($sets.Count -gt 0) { $undone['change'] }
    }
}
