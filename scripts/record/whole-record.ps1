# What a controller without the run's journal and backup has to know of it: the whole record, and where it came to.
function Get-WholeRecord($told) {
    $record = $told['record']
    $speaker = $record['speaker']
    return @{
        run = $record['run']; at = $record['at']; state = (Get-RecordState $told['steps']); changes = $record['changes']
        speaker = @{ version = $speaker['version']; controller = $speaker['controller']; person = $speaker['person'] }
        last = @(Get-LastSteps $record $told['steps'])
    }
}

# The newest step of each change that has one.
function Get-LastSteps($record, $steps) {
    foreach ($change in $record['changes']) {
        $last = $null
        foreach ($step in $steps) { if ($step['change'] -is [string] -and [string]::Equals($step['change'], $change['id'])) { $last = $step } }
        if ($null -ne $last) { @{ change = $change['id']; step = $last['step']; at = $last['at'] } }
    }
}

# Effects that were begun and neither ended nor taken up by an undo.
function Get-OpenEffects($steps) {
    $ended = @($steps | Where-Object { 'effect-done', 'effect-undone' -ccontains $_['step'] } | ForEach-Object { $_['id'] })
    return @($steps | Where-Object { $_['step'] -ceq 'effect-intended' -and [array]::IndexOf($ended, $_['id']) -lt 0 })
}
