# The task scheduler: tasks lie in the state file, and what they run is real PowerShell in a process of its own.
function Find-FakeTask($state, [string]$run, [string]$kind) {
    if (-not $state.ContainsKey('tasks')) { return }
    foreach ($task in $state['tasks']) { if ((Get-FakeKind $task) -ceq $kind -and (Test-SameName $task['run'] $run)) { return $task } }
}

# Only a timed undo has a time of its own.
function Get-FakeKind($task) { if ($task.ContainsKey('due')) { return 'timed' } else { return 'guard' } }

function Register-HostTask([string]$run, [double]$seconds) { Add-FakeTask $run 'guard' @{ seconds = $seconds } }

function Register-TimedTask([string]$run, [string]$due) { Add-FakeTask $run 'timed' @{ due = $due } }

function Add-FakeTask([string]$run, [string]$kind, $more) {
    $state = Get-FakeState
    if ([string]$state['scheduler'] -ceq 'stopped') { throw 'the service Schedule does not run' }
    Remove-HostTask $run $kind
    if (-not $state.ContainsKey('tasks')) { $state['tasks'] = New-Object System.Collections.ArrayList }
    $task = New-Table
    $task['run'] = $run
    foreach ($name in $more.get_Keys()) { $task[$name] = $more[$name] }
    $task['at'] = Get-HostClock
    [void]$state['tasks'].Add($task)
    Save-FakeState
}

function Test-HostTask([string]$run, [string]$kind) { return $null -ne (Find-FakeTask (Get-FakeState) $run $kind) }

function Remove-HostTask([string]$run, [string]$kind) {
    $state = Get-FakeState
    $task = Find-FakeTask $state $run $kind
    if ($null -eq $task -or [string]$state['scheduler'] -ceq 'stuck') { return }
    $state['tasks'].Remove($task)
    Save-FakeState
}

function Start-HostTask([string]$run, [string]$kind) { if ([string](Get-FakeState)['scheduler'] -cne 'deaf') { Start-FakeTask $run $kind } }

# A fake host has no time of its own: what is due is started when somebody looks, and has ended when that one goes on.
function Start-DueTasks {
    $state = Get-FakeState
    if ($env:SETRIGHT_FAKE_TASK -ceq '1' -or -not $state.ContainsKey('tasks') -or 'stopped', 'deaf' -ccontains [string]$state['scheduler']) { return }
    foreach ($kind in 'guard', 'timed') {
        foreach ($task in @($state['tasks'])) { if ((Get-FakeKind $task) -ceq $kind -and (Test-FakeDue $task $kind)) { Start-FakeTask $task['run'] $kind } }
    }
}

# A timed undo would wait for whoever holds the host; here nobody moves while it does.
function Test-FakeDue($task, [string]$kind) {
    if ($kind -ceq 'guard') { return [Math]::Min((Get-SecondsSince $task['at']), (Get-SecondsSince (Get-LastStepTime $task))) -ge $task['seconds'] }
    if ((Get-SecondsSince $task['due']) -lt 0) { return $false }
    $lock = Read-Lock
    if ($null -eq $lock) { return $true }
    return (Test-SameName $lock['run'] $task['run']) -and -not (Test-ProcessAlive $lock['process']['pid'] $lock['process']['startedAt'])
}

function Get-LastStepTime($task) {
    $steps = Read-Steps $task['run']
    if ($steps.Count -eq 0) { return $task['at'] }
    return $steps[-1]['at']
}

function Start-FakeTask([string]$run, [string]$kind) {
    $file = Get-FakeScript ($run + '\guard.ps1')
    if (-not [System.IO.File]::Exists($file)) { return }
    $start = New-Object System.Diagnostics.ProcessStartInfo ([System.IO.Path]::Combine($PSHOME, 'pwsh'), ('-NoProfile -NonInteractive -File "{0}" {1}' -f $file, $kind))
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    $start.Environment['SETRIGHT_FAKE_TASK'] = '1'
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $said = $process.StandardOutput.ReadToEndAsync()
    $complained = $process.StandardError.ReadToEndAsync()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw ('the task failed: {0} {1}' -f $said.Result, $complained.Result) }
}
