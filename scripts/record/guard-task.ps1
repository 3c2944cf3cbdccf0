# What the guard's task runs. Nobody waits for it: it goes on trying until the run has ended, by its own hand or another's.
function Invoke-Guard([string]$run, [string]$kind) {
    for ($failures = 0; $failures -lt 100;) {
        $wait = 5
        $mutex = $null
        try {
            $mutex = Enter-HostMutex 15
            if ($null -ne $mutex) {
                if ($kind -ceq 'timed') { $wait = Step-TimedUndo $run } else { $wait = Step-Guard $run }
            }
        }
        catch { $failures++ }
        finally { if ($null -ne $mutex) { Exit-HostMutex $mutex } }
        if ($wait -le 0) { return }
        for ($passed = 0; $passed -lt $wait; $passed++) { Wait-Second }
    }
}

# Under the mutex. Seconds until it has to look again, 0 when there is nothing left to do. The first start is the drill: it does what
# a firing does, up to the point where something would be written.
function Step-Guard([string]$run) {
    $steps = Read-Steps $run
    $guard = Get-Guard $run $steps
    if ($null -eq $guard -or -not $guard['isStanding']) { return 0 }
    if ((Get-RecordState $steps) -cne 'open') {
        [void](Remove-Guard $run)
        return 0
    }
    $record = Read-Record $run
    if ($null -eq $record) { return 0 }
    if ($guard['state'] -ceq 'intended') {
        Read-UndoStates $record
        Add-Step $run 'guard-rehearsed' @{}
        return 0
    }
    $quiet = Get-SecondsSince $steps[-1]['at']
    # A clock that was set back counts as time that is over.
    if ($guard['state'] -cne 'fired' -and $quiet -ge 0 -and $quiet -lt $guard['seconds']) { return [Math]::Ceiling($guard['seconds'] - $quiet) }
    $lock = Read-Lock
    if ($null -ne $lock -and -not (Test-SameName $lock['run'] $run)) { return 5 }
    Add-UndoStep $run 'guard-fired' @{}
    Use-Reserve $run { Save-Lock $run $record['speaker'] (Read-Lock) }
    [void](Undo-Run $run $true)
    return 0
}

# The drill of both: everything that an undo reads.
function Read-UndoStates($record) { foreach ($change in $record['changes']) { [void](Get-State $change['resource']) } }
