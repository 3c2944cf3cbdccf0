# The guard: a task of the host that undoes a run unless a new session confirms it. What became of it is told by the run's steps, written ahead:
# guard-intended, guard-rehearsed, guard-armed, guard-fired, guard-removed.
$guardFile = 'guard.ps1'
$rehearsalSeconds = 60

# Nothing for a run that never had one.
function Get-Guard([string]$run, $steps) {
    $guard = $null
    foreach ($step in $steps) {
        switch -CaseSensitive ($step['step']) {
            'guard-intended' { $guard = @{ run = $run; seconds = $step['seconds']; at = $step['at']; state = 'intended'; isStanding = $true } }
            'guard-rehearsed' { $guard['state'] = 'rehearsed' }
            'guard-armed' { $guard['state'] = 'armed' }
            'guard-fired' { $guard['state'] = 'fired' }
            'guard-removed' {
                $guard['isStanding'] = $false
                if ($guard['state'] -cne 'fired') { $guard['state'] = 'removed' }
            }
        }
    }
    if ($null -ne $guard) { return $guard }
}

function Show-Guard($guard) {
    return @{ run = $guard['run']; seconds = $guard['seconds']; at = $guard['at']; state = $guard['state']; standing = $guard['isStanding'] }
}

function Get-ToldGuards { foreach ($told in @(Get-ToldRuns)) { Get-Guard $told['run'] $told['steps'] } }

# Takes the task away and looks again: 'removed', 'left' when it still stands there, 'none' when there was none. Throws nothing: a guard
# that is left finds its run ended, and nothing to do.
function Remove-Guard([string]$run) {
    try {
        $guard = Get-Guard $run (Read-Steps $run)
        if ($null -eq $guard -or -not $guard['isStanding']) { return 'none' }
        Remove-HostTask $run
        if (Test-HostTask $run) { return 'left' }
        Add-Step $run 'guard-removed' @{}
        return 'removed'
    }
    catch { return 'left' }
}

# What an undo by hand runs, and a last line that takes the run's name from the folder it lies in: no value becomes code.
function Get-GuardText([string]$runtime) {
    return (Get-RuntimeHead $runtime) + "`n# ---- guard`n" + 'Invoke-Guard (Get-FolderName $PSScriptRoot)' + "`n"
}

# The marker of the drill: what the task itself wrote when it was started.
function Wait-Rehearsal([string]$run) {
    for ($seconds = 0; (Get-Guard $run (Read-Steps $run))['state'] -cne 'rehearsed'; $seconds++) {
        if ($seconds -ge $rehearsalSeconds) { throw ('its rehearsal left no mark within {0} seconds' -f $rehearsalSeconds) }
        Send-Progress 'rehearsing the guard' $seconds
        Wait-Second
    }
}
