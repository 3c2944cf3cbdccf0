# Carries the plan out: everything is compared before anything is written, then record and backup, the guard where one is needed, values,
# verification, effects, verification again. Whatever goes wrong after the record ends in an undo.
function Invoke-Apply($greeting, $asked) {
    $plan = $exported['plan']
    Assert-NothingLeft $greeting
    $standings = Get-Standings $plan['changes']
    Assert-AsPlanned $standings
    $chosen = Get-Chosen $standings $greeting $asked
    foreach ($change in $chosen['leftOut']) { Get-PlainText ('left out for want of -WithEffects: {0} {1}' -f $change['id'], $change['what']) }
    $isShort = $chosen['leftOut'].Count -gt 0 -or (-not $asked['withEffects'] -and $chosen['needed'].Count -gt 0)
    if ($isShort) { $exported['exit'] = 2 }
    if ($chosen['changes'].Count + $chosen['effects'].Count -eq 0) {
        'Nothing was written.'
        return
    }
    $run = New-RunName
    $begun = Invoke-Asked 'begin' @{ run = $run; speaker = (Get-CarriedSpeaker); leaseSeconds = [long]3600; changes = $chosen['changes'] }
    Get-PlainText ('run {0}; backup and record: {1}' -f $run, $begun['record'])
    $failure = $null
    $isOver = $false
    try {
        $isCutting = Test-Cutting $chosen['changes']
        if ($isCutting -or $chosen['effects'].Count -gt 0) {
            [void](Invoke-Asked 'guard' @{ run = $run; seconds = $asked['guardSeconds'] })
            'guard armed: {0} s' -f $asked['guardSeconds']
        }
        foreach ($change in $chosen['changes']) {
            [void](Invoke-Asked 'set' @{ run = $run; change = $change['id']; expect = $change['before']; want = $change['after'] })
            Get-PlainText ('set: {0} {1}' -f $change['id'], (Find-Change $plan $change['id'])['what'])
        }
        Assert-Verified $chosen['changes']
        foreach ($effect in $chosen['effects']) {
            [void](Invoke-Asked 'effect' @{ run = $run; id = $effect['id']; kind = $effect['kind']; target = $effect['target'] })
            Get-PlainText ('done: {0} {1}' -f $effect['id'], $effect['what'])
        }
        if ($chosen['effects'].Count -gt 0) { Assert-Verified $chosen['changes'] }
        if ($isCutting) { [void](Invoke-Asked 'yield' @{ run = $run }) }
        else {
            # What the guard was for is over: every service runs again.
            if ($chosen['effects'].Count -gt 0) { [void](Invoke-Asked 'disarm' @{ run = $run }) }
            [void](Invoke-Asked 'keep' @{ run = $run; notInForce = $chosen['notInForce'] })
        }
        $isOver = $true
    }
    catch { $failure = Get-ErrorText $_ }
    finally {
        # After Ctrl-C too: then nothing can be said any more, so the words come last.
        if (-not $isOver) { $lines = @(Restore-Run $run) }
    }
    if (-not $isOver) {
        Get-PlainText ('failed: {0}' -f $failure)
        foreach ($line in $lines) { Get-PlainText $line }
        return
    }
    if ($isCutting) {
        'Set and verified, not kept. From a new console, over a new connection, within {0} s: this script with -Confirm.' -f $asked['guardSeconds']
        'Without that this machine undoes it by itself.'
        $exported['exit'] = 2
        return
    }
    '{0} set, {1} effects done, verified and kept. -Undo takes back what still holds it.' -f $chosen['changes'].Count, $chosen['effects'].Count
    if ($chosen['notInForce'].Count -gt 0) { '{0} of them are set, not in force: they wait for an effect.' -f $chosen['notInForce'].Count }
}

# The lines for the person; never throws, for a finally waits for it.
function Restore-Run([string]$run) {
    $exported['exit'] = 4
    try {
        $report = Invoke-Asked 'undo' @{ run = $run }
        if ($report['state'] -ceq 'restored') { $exported['exit'] = 3 }
        foreach ($undone in $report['changes']) { '{0}: {1} {2}' -f $undone['outcome'], $undone['change'], $undone['why'] }
        foreach ($service in $report['services']) { 'service {0}: {1}' -f $service['service'], $service['status'] }
        'run {0}: {1}' -f $run, $report['state']
    }
    catch { 'run {0} is not undone: {1} Run this script with -Undo.' -f $run, (Get-ErrorText $_) }
}

function Assert-NothingLeft($greeting) {
    if ($null -ne $greeting['lock'] -and $greeting['lock']['alive']) { throw (New-Refusal 3 ('Run {0} is at work on this machine. Nothing was written.' -f $greeting['lock']['run'])) }
    $own = '-' + $exported['plan']['plan']['id']
    foreach ($run in $greeting['runs']) {
        if ($run['state'] -cne 'open') { continue }
        $cure = 'undo.ps1 in its folder, or setright recover, settles it'
        if ($run['run'].EndsWith($own, [StringComparison]::Ordinal)) { $cure = '-Undo takes it back, and -Confirm keeps it when it waits for that' }
        throw (New-Refusal 3 ('Run {0} was left open on this machine: {1}. Nothing was written.' -f $run['run'], $cure))
    }
}

function Assert-AsPlanned($standings) {
    $lines = @(foreach ($change in $exported['plan']['changes']) {
            $stands = $standings[$change['id']]
            if ('drifted', 'unreadable' -ccontains $stands['standing']) { '{0} {1}: {2}' -f $change['id'], $change['what'], (Get-StandingText $stands) }
        })
    if ($lines.Count -gt 0) { throw (New-Refusal 3 ('This machine is not as it was planned for. Nothing was written; make a new plan. ' + ($lines -join '; '))) }
}

function Assert-Verified($changes) {
    $lines = @(Get-Unverified $changes)
    if ($lines.Count -gt 0) { throw ($lines -join '; ') }
}

# A change that can cut the line it was asked over, or that stops a service.
function Test-Cutting($changes) {
    foreach ($change in $changes) { if ((Find-Change $exported['plan'] $change['id'])['isCutting']) { return $true } }
    return $false
}
