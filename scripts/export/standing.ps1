# How the changes of the plan stand on this machine: by id, a word and what was found. 'to-do', 'already', 'drifted' or 'unreadable'.
function Get-Standings($changes) {
    $standings = New-Table
    foreach ($change in $changes) {
        $found = Get-State $change['resource']
        $standings[$change['id']] = @{ standing = (Get-Standing $change $found $standings); found = $found }
    }
    return $standings
}

function Get-Standing($change, $found, $earlier) {
    if ($found['status'] -ceq 'unreadable') { return 'unreadable' }
    if (Test-SameState $found $change['before']) { return 'to-do' }
    if (Test-ReadsAs $found $change['after']) { return 'already' }
    # Missing in another way: an earlier change that is still to be made creates, or removes, its key. Each set compares exactly.
    if ($found['status'] -ceq 'absent' -and $change['before']['status'] -ceq 'absent') {
        foreach ($id in $change['shiftedBy']) { if ($earlier.ContainsKey($id) -and $earlier[$id]['standing'] -ceq 'to-do') { return 'to-do' } }
    }
    return 'drifted'
}

# What is done of the plan as things stand: changes and effects in order, what is left out, and what will not be in force.
function Get-Chosen($standings, $greeting, $asked) {
    $plan = $exported['plan']
    $needed = @(foreach ($effect in $plan['effects']) { if (Test-EffectNeeded $effect $standings $greeting) { $effect } })
    $waiting = New-Table
    if (-not $asked['withEffects']) { foreach ($effect in $needed) { foreach ($id in $effect['putsInForce']) { $waiting[$id] = $true } } }
    $changes = New-Object System.Collections.ArrayList
    $leftOut = New-Object System.Collections.ArrayList
    $notInForce = New-Object System.Collections.ArrayList
    $chosen = New-Table
    foreach ($change in $plan['changes']) {
        $id = $change['id']
        if ($standings[$id]['standing'] -cne 'to-do') { continue }
        if ($waiting.ContainsKey($id) -and -not $asked['keepWithoutEffects']) { [void]$leftOut.Add($change); continue }
        if ($waiting.ContainsKey($id)) { [void]$notInForce.Add($id) }
        $before = Get-ExpectedState $change $standings $chosen
        $chosen[$id] = $true
        [void]$changes.Add(@{ id = $id; resource = $change['resource']; before = $before; after = $change['after'] })
    }
    $done = @()
    if ($asked['withEffects']) { $done = $needed }
    return @{ changes = $changes; effects = $done; leftOut = $leftOut; notInForce = $notInForce; needed = $needed }
}

# What will be found when its turn comes: as planned, or as now when the changes that would shift it are not made.
function Get-ExpectedState($change, $standings, $chosen) {
    $made = 0
    $left = 0
    foreach ($id in $change['shiftedBy']) {
        if ($chosen.ContainsKey($id)) { $made++ }
        elseif ((Test-Earlier $id $change['id']) -and $standings[$id]['standing'] -ceq 'to-do') { $left++ }
    }
    if ($made -gt 0 -and $left -gt 0) {
        throw (New-Refusal 3 ('{0} cannot be set without the values that need an effect: use -WithEffects or -KeepWithoutEffects.' -f $change['id']))
    }
    if ($left -gt 0) { return $standings[$change['id']]['found'] }
    return $change['before']
}

function Test-Earlier([string]$left, [string]$right) {
    foreach ($change in $exported['plan']['changes']) {
        if ([string]::Equals($change['id'], $left)) { return $true }
        if ([string]::Equals($change['id'], $right)) { return $false }
    }
    return $false
}

# For values that are about to be set, or that this machine remembers as set and not in force.
function Test-EffectNeeded($effect, $standings, $greeting) {
    foreach ($id in $effect['putsInForce']) { if ($standings[$id]['standing'] -cne 'already') { return $true } }
    foreach ($resource in $effect['resources']) { if (Test-Waiting $resource $effect['target'] $greeting) { return $true } }
    return $false
}

# A start that cannot be told counts as none.
function Test-Waiting($resource, $target, $greeting) {
    $identity = Get-ResourceIdentity $resource
    foreach ($run in $greeting['runs']) {
        foreach ($entry in $run['notInForce']) {
            if (-not [string]::Equals((Get-ResourceIdentity $entry['resource']), $identity)) { continue }
            $started = ''
            try { $started = [string](& $facts['service'] @{ service = $target['service'] })['startedAt'] } catch { }
            return $started -ceq '' -or [string]::CompareOrdinal($started, $entry['since']) -le 0
        }
    }
    return $false
}

# What does not read as all of these changes together leave it, a line each.
function Get-Unverified($changes) {
    foreach ($change in $changes) {
        $found = Get-State $change['resource']
        if (Test-SameState $found $change['after']) { continue }
        $isShifted = @((Find-Change $exported['plan'] $change['id'])['shiftedBy'] | Where-Object { $null -ne (Find-Change @{ changes = $changes } $_) }).Count -gt 0
        if ($isShifted -and $found['status'] -ceq 'absent' -and $change['after']['status'] -ceq 'absent') { continue }
        '{0} reads {1} after it was set' -f $change['id'], (Get-StateText $found)
    }
}
