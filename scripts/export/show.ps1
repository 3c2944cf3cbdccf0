# What a person reads before anything is done: what cannot be undone first, then each change as planned and as it stands.
function Show-CarriedPlan($standings) {
    $plan = $exported['plan']
    $made = $plan['plan']
    $machine = $plan['machine']
    Get-PlainText ('Plan {0} for {1}, made {2} by {3} at {4}' -f $made['id'], $plan['host'], $made['createdAt'], $plan['speaker']['person'], $plan['speaker']['controller'])
    'digest {0}' -f $made['digest']
    Get-PlainText ('for the machine {0} (MachineGuid {1}, installed {2}), which this is' -f $machine['name'], $machine['guid'], $machine['installedAt'])
    if ($plan['effects'].Count -gt 0) { 'Cannot be undone, and done with -WithEffects only:' }
    foreach ($effect in $plan['effects']) {
        Get-PlainText ('  {0} {1}: {2}' -f $effect['id'], $effect['what'], $effect['reason'])
        foreach ($line in $effect['blastRadius']) { Get-PlainText ('     - {0}' -f $line) }
    }
    if ($plan['changes'].Count -gt 0) { 'Changes:' }
    foreach ($change in $plan['changes']) { Show-Change $change $standings[$change['id']] }
    if ($plan['guarded'].Count -gt 0) { 'Guarded: undone by this machine itself after -GuardSeconds unless confirmed, for' }
    foreach ($line in $plan['guarded']) { Get-PlainText ('  - {0}' -f $line) }
    foreach ($advice in $plan['advice']) {
        Get-PlainText ('Advice: {0}' -f $advice['title'])
        foreach ($line in $advice['lines']) { Get-PlainText ('  - {0}' -f $line) }
    }
}

function Show-Change($change, $stands) {
    Get-PlainText ('  {0} {1}' -f $change['id'], $change['what'])
    Get-PlainText ('     {0} -> {1}' -f $change['from'], $change['to'])
    Get-PlainText ('     why: {0}' -f $change['reason'])
    if ($change['reversible'] -cne 'yes') { '     can be taken back: {0}' -f $change['reversible'] }
    Get-PlainText ('     now: {0}' -f (Get-StandingText $stands))
}

function Get-StandingText($stands) {
    switch -CaseSensitive ($stands['standing']) {
        'to-do' { return 'as the plan found it; to be done' }
        'already' { return 'already as wanted' }
        'unreadable' { return 'cannot be read: {0}' -f $stands['found']['why'] }
    }
    return 'neither as the plan found it nor as wanted: {0}' -f (Get-StateText $stands['found'])
}

function Get-StateText($state) {
    if ($state['status'] -ceq 'absent') { return 'absent ({0})' -f $state['missing'] }
    if ($state['status'] -ceq 'unreadable') { return 'unreadable' }
    $value = $state['value']
    $text = ConvertTo-LineJson $value
    if ($value -is [string]) { $text = $value }
    elseif ($value -is [hashtable] -and $value['kind'] -is [string]) { $text = '{0} {1}' -f $value['kind'], (ConvertTo-LineJson $value['data']) }
    if ($text.Length -gt 200) { return $text.Substring(0, 200) + '...' }
    return $text
}

# Whether the plan could be carried out, and how to go on.
function Show-Plan($greeting) {
    $standings = Get-Standings $exported['plan']['changes']
    Show-CarriedPlan $standings
    Show-Left $greeting
    $words = @(foreach ($id in $standings.get_Keys()) { $standings[$id]['standing'] })
    $chosen = Get-Chosen $standings $greeting @{ withEffects = $true; keepWithoutEffects = $true }
    if ($words -ccontains 'drifted' -or $words -ccontains 'unreadable') {
        'This machine is not as it was planned for. Nothing would be done; make a new plan.'
        $exported['exit'] = 3
    }
    elseif ($chosen['changes'].Count + $chosen['effects'].Count -eq 0) { 'Nothing to do.' }
    else {
        'Nothing was changed. -Apply carries it out.'
        $exported['exit'] = 2
    }
}

function Show-Left($greeting) {
    foreach ($run in $greeting['runs']) { if ($run['state'] -ceq 'open') { Get-PlainText ('Run {0} of {1} at {2} is open on this machine.' -f $run['run'], $run['person'], $run['controller']) } }
}

# Says whether the plan holds here: each change, and whether it is in force.
function Show-Check($greeting) {
    $plan = $exported['plan']
    foreach ($change in $plan['changes']) {
        $found = Get-State $change['resource']
        $holds = Test-ReadsAs $found $change['after']
        $word = 'holds'
        if ($found['status'] -ceq 'unreadable') { $word = 'cannot be read'; $exported['exit'] = 5 }
        elseif (-not $holds) {
            $word = 'differs'
            if ($exported['exit'] -eq 0) { $exported['exit'] = 2 }
        }
        Get-PlainText ('{0}: {1} {2}' -f $word, $change['id'], $change['what'])
        if (-not $holds) { Get-PlainText ('     {0}' -f (Get-StateText $found)) }
    }
    foreach ($effect in $plan['effects']) {
        $waiting = @(foreach ($resource in $effect['resources']) { if (Test-Waiting $resource $effect['target'] $greeting) { $resource } })
        if ($waiting.Count -eq 0) { continue }
        Get-PlainText ('set, not in force: {0} values wait for {1}' -f $waiting.Count, $effect['what'])
        if ($exported['exit'] -eq 0) { $exported['exit'] = 2 }
    }
    Show-Left $greeting
}
