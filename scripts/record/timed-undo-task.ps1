# What the task of a timed undo runs, under the mutex: seconds until it has to look again, 0 when there is nothing to do now. It is also started
# with Windows: before it is due it ends at once, for the scheduler starts it again. Unlike the guard it takes back a run that was kept, and
# never reaches into one that somebody still works on.
function Step-TimedUndo([string]$run) {
    $steps = Read-Steps $run
    $timed = Get-Guard $run $steps 'timed'
    if ($null -eq $timed -or -not $timed['isStanding']) { return 0 }
    $state = Get-RecordState $steps
    if ('open', 'kept' -cnotcontains $state) {
        [void](Remove-Guard $run 'timed')
        return 0
    }
    $record = Read-Record $run
    if ($null -eq $record) { return 0 }
    if ($timed['state'] -ceq 'intended') {
        Read-UndoStates $record
        Add-Step $run 'timed-rehearsed' @{}
        return 0
    }
    if ($timed['state'] -cne 'fired') {
        $left = - (Get-SecondsSince $timed['due'])
        if ($left -gt 60) { return 0 }
        if ($left -gt 0) { return [Math]::Ceiling($left) }
    }
    if (Test-OthersWork $run) { return 5 }
    # An open run whose guard stands is the guard's.
    $guard = Get-Guard $run $steps
    if ($state -ceq 'open' -and $null -ne $guard -and $guard['isStanding']) { return 5 }
    if ($timed['state'] -cne 'fired') { Add-UndoStep $run 'timed-fired' @{} }
    Use-Reserve $run { Save-Lock $run $record['speaker'] (Read-Lock) }
    [void](Undo-Run $run $true)
    return 0
}

function Test-OthersWork([string]$run) {
    $lock = Read-Lock
    if ($null -eq $lock -or (Test-OwnLock $lock)) { return $false }
    return -not (Test-SameName $lock['run'] $run) -or (Get-ShownLock)['alive']
}
