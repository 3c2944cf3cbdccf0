# The guard: a task of the host that undoes a run unless a new session confirms it. What became of it is told by the run's steps, written ahead:
# guard-intended, guard-rehearsed, guard-armed, guard-fired, guard-removed. The timed undo is another task with the same file, its steps begin
# with `timed`: it takes the run back when it is due, kept or not.
$guardFile = 'guard.ps1'
$rehearsalSeconds = 60

# Nothing for a run that never had one.
function Get-Guard([string]$run, $steps, [string]$kind = 'guard') {
    $guard = $null
    foreach ($step in $steps) {
        switch -CaseSensitive ($step['step']) {
            ($kind + '-intended') {
                $guard = @{ run = $run; kind = $kind; seconds = $step['seconds']; due = $step['due']; at = $step['at']; state = 'intended'; isStanding = $true }
            }
            ($kind + '-rehearsed') { $guard['state'] = 'rehearsed' }
            ($kind + '-armed') { $guard['state'] = 'armed' }
            ($kind + '-fired') { $guard['state'] = 'fired' }
            ($kind + '-removed') {
                $guard['isStanding'] = $false
                if ($guard['state'] -cne 'fired') { $guard['state'] = 'removed' }
            }
        }
    }
    if ($null -ne $guard) {
        $guard['record'] = Get-RecordState $steps
        return $guard
    }
}

function Show-Guard($guard) {
    $kind = 'guard'
    if ($guard['kind'] -ceq 'timed') { $kind = 'timed undo' }
    return @{
        run = $guard['run']; kind = $kind; seconds = $guard['seconds']; due = $guard['due']; at = $guard['at']
        state = $guard['state']; standing = $guard['isStanding']; record = $guard['record']
    }
}

function Get-ToldGuards {
    foreach ($told in @(Get-ToldRuns)) { foreach ($kind in 'guard', 'timed') { Get-Guard $told['run'] $told['steps'] $kind } }
}

# Takes the task away and looks again: 'removed', 'left' when it still stands there, 'none' when there was none. Throws nothing: a guard
# that is left finds its run ended, and nothing to do.
function Remove-Guard([string]$run, [string]$kind = 'guard') {
    try {
        $guard = Get-Guard $run (Read-Steps $run) $kind
        if ($null -eq $guard -or -not $guard['isStanding']) { return 'none' }
        Remove-HostTask $run $kind
        if (Test-HostTask $run $kind) { return 'left' }
        Add-Step $run ($kind + '-removed') @{}
        return 'removed'
    }
    catch { return 'left' }
}

# Nothing of this run fires by itself any more.
function Remove-RunTasks([string]$run) {
    $removed = @((Remove-Guard $run), (Remove-Guard $run 'timed'))
    foreach ($worst in 'left', 'removed') { if ($removed -ccontains $worst) { return $worst } }
    return 'none'
}

# What an undo by hand runs, and a last line that takes the run's name from the folder it lies in: no value becomes code.
function Get-GuardText([string]$runtime) {
    return (Get-RuntimeHead $runtime) + "`n" + '# ---- guard' + "`n" + 'Invoke-Guard (Get-FolderName $PSScriptRoot) ([string]$args[0])' + "`n"
}

# The marker of the drill: what the task itself wrote when it was started.
function Wait-Rehearsal([string]$run, [string]$kind) {
    for ($seconds = 0; (Get-Guard $run (Read-Steps $run) $kind)['state'] -cne 'rehearsed'; $seconds++) {
        if ($seconds -ge $rehearsalSeconds) { throw ('its rehearsal left no mark within {0} seconds' -f $rehearsalSeconds) }
        Send-Progress 'rehearsing the undo' $seconds
        Wait-Second
    }
}
