# What hello tells of the host's record: runs that are open or left values not in force, and those that were asked about.
$listedRuns = 50

function Get-ShownRuns($about) {
    $told = @(Get-ToldSinceEnded $about)
    $shown = @(foreach ($each in $told) { Show-Run $each $told } )
    $listed = 0
    $chosen = New-Object System.Collections.ArrayList
    foreach ($run in (Get-NewestFirst $shown)) {
        $isAsked = @($about | Where-Object { Test-SameName $_ $run['run'] }).Count -gt 0
        if (-not $isAsked) {
            if ($run['state'] -cne 'open' -and $run['notInForce'].Count -eq 0) { continue }
            $listed++
            if ($listed -gt $listedRuns) { continue }
        }
        [void]$chosen.Add($run)
    }
    return , $chosen
}

# On a host that was served for years, to read every record takes longer than anybody waits. The last lines of one that ended, and left nothing
# waiting, are enough; all are read when something waits somewhere, for any later run may have set the same.
function Get-ToldSinceEnded($about) {
    $told = @(foreach ($run in @(Get-RecordedRuns)) {
            $isAsked = @($about | Where-Object { Test-SameName $_ $run }).Count -gt 0
            if ($isAsked -or -not (Test-EndedForGood $run)) { Read-Told $run }
        })
    foreach ($each in $told) {
        foreach ($step in $each['steps']) {
            if ('kept', 'restored' -ccontains $step['step'] -and @($step['notInForce']).Count -gt 0) { return @(Get-ToldRuns) }
        }
    }
    return $told
}

function Test-EndedForGood([string]$run) {
    try {
        # One that cannot be read has not been seen to end.
        if (-not (Read-RecordText ($run + '\record.json')).StartsWith('{', [StringComparison]::Ordinal)) { return $false }
        $lines = (Read-StepsText $run).TrimEnd([char]10).Split([char]10)
        if (@($lines -cnotmatch '\A\{".*"step":"=[a-z-]+".*\}\z').Count -gt 0) { return $false }
        for ($at = $lines.Length - 1; $at -ge 0; $at--) {
            $step = ConvertFrom-LineJson $lines[$at]
            if ('guard-removed', 'timed-removed' -ccontains $step['step']) { continue }
            return 'kept', 'restored' -ccontains $step['step'] -and @($step['notInForce']).Count -eq 0
        }
    }
    catch { }
    return $false
}

# Tells of itself: a long list of runs takes a while, and a line that is silent counts as dead.
function Get-ToldRuns {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $told = 0
    foreach ($run in @(Get-RecordedRuns)) {
        Read-Told $run
        if ([int]$watch.Elapsed.TotalSeconds -le $told) { continue }
        $told = [int]$watch.Elapsed.TotalSeconds
        Send-Progress 'reading the records of earlier runs' $told
    }
}

# Equal times keep the order in which the records were found.
function Get-NewestFirst($runs) {
    $ordered = New-Object System.Collections.SortedList ([StringComparer]::Ordinal)
    $position = 0
    foreach ($run in $runs) {
        $position++
        $at = $run['at']
        if ($at -ceq '') { $at = '1970-01-01T00:00:00.000Z' }
        $ordered['{0} {1:d9}' -f $at, (999999999 - $position)] = $run
    }
    $newest = @($ordered.get_Values())
    [array]::Reverse($newest)
    return , $newest
}

# A record that cannot be read has not been seen to end: open, of nobody we could name.
function Read-Told([string]$run) {
    try {
        $record = Read-Record $run
        if ($null -ne $record) { return @{ run = $run; record = $record; steps = (Read-Steps $run) } }
    }
    catch { }
    return @{ run = $run; record = $null; steps = @() }
}

function Show-Run($told, $all) {
    $record = $told['record']
    if ($null -eq $record) { return @{ run = $told['run']; controller = ''; person = ''; at = ''; state = 'open'; notInForce = @() } }
    $speaker = $record['speaker']
    return @{
        run = $record['run']; controller = $speaker['controller']; person = $speaker['person']; at = $record['at']
        state = (Get-RecordState $told['steps']); notInForce = @(Get-NotInForce $told $all)
    }
}

function Get-NotInForce($told, $all) {
    $ids = @()
    foreach ($step in $told['steps']) { if ('kept', 'restored' -ccontains $step['step']) { $ids = @($step['notInForce']) } }
    foreach ($id in $ids) {
        $change = Find-Change $told['record'] $id
        $since = $null
        foreach ($step in $told['steps']) { if ((Test-Touches $step) -and [string]::Equals($step['change'], $id)) { $since = $step['at'] } }
        if ($null -eq $change -or $null -eq $since) { continue }
        if (Test-Superseded $told $change['resource'] $since $all) { continue }
        @{ change = $id; resource = $change['resource']; since = $since }
    }
}

# A later step of a later run set the same resource. By the host's clock; where it did not move, by when the runs began.
function Test-Superseded($told, $resource, [string]$since, $all) {
    $identity = Get-ResourceIdentity $resource
    foreach ($other in $all) {
        if ($null -eq $other['record'] -or [string]::Equals($other['run'], $told['run'])) { continue }
        foreach ($step in $other['steps']) {
            if (-not (Test-Touches $step)) { continue }
            $order = [string]::CompareOrdinal($step['at'], $since)
            if ($order -eq 0) { $order = [string]::CompareOrdinal($other['record']['at'], $told['record']['at']) }
            if ($order -le 0) { continue }
            $change = Find-Change $other['record'] $step['change']
            if ($null -ne $change -and [string]::Equals((Get-ResourceIdentity $change['resource']), $identity)) { return $true }
        }
    }
    return $false
}

function Test-Touches($step) {
    return $step['step'] -ceq 'set' -or ($step['step'] -ceq 'undone' -and $step['outcome'] -ceq 'restored')
}

function Get-ResourceIdentity($resource) {
    return ('{0}:{1}' -f $resource['kind'], (& $resourceIdentity[$resource['kind']] $resource))
}
