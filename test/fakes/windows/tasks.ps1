# The task scheduler: tasks lie in the state file, and what they run is real PowerShell in a process of its own.
function Find-FakeTask($state, [string]$run) {
    if (-not $state.ContainsKey('tasks')) { return }
    foreach ($task in $state['tasks']) { if (Test-SameName $task['run'] $run) { return $task } }
}

function Register-HostTask([string]$run, [double]$seconds) {
    $state = Get-FakeState
    if ([string]$state['scheduler'] -ceq 'stopped') { throw 'the service Schedule does not run' }
    Remove-HostTask $run
    if (-not $state.ContainsKey('tasks')) { $state['tasks'] = New-Object System.Collections.ArrayList }
    $task = New-Table
    $task['run'] = $run
    $task['seconds'] = $seconds
    $task['at'] = Get-HostClock
    [void]$state['tasks'].Add($task)
    Save-FakeState
}

function Test-HostTask([string]$run) { return $null -ne (Find-FakeTask (Get-FakeState) $run) }

function Remove-HostTask([string]$run) {
    $state = Get-FakeState
    $task = Find-FakeTask $state $run
    if ($null -eq $task -or [string]$state['scheduler'] -ceq 'stuck') { return }
    $state['tasks'].Remove($task)
    Save-FakeState
}

function Start-HostTask([string]$run) { if ([string](Get-FakeState)['scheduler'] -cne 'deaf') { Start-FakeTask $run } }

# A fake host has no time of its own: what is due is started when somebody looks, and has ended when that one goes on.
function Start-DueTasks {
    $state = Get-FakeState
    if ($env:SETRIGHT_FAKE_TASK -ceq '1' -or -not $state.ContainsKey('tasks') -or [string]$state['scheduler'] -ceq 'stopped') { return }
    foreach ($task in @($state['tasks'])) {
        $since = [Math]::Min((Get-SecondsSince $task['at']), (Get-SecondsSince (Get-LastStepTime $task)))
        if ($since -ge $task['seconds']) { Start-FakeTask $task['run'] }
    }
}

function Get-LastStepTime($task) {
    $steps = Read-Steps $task['run']
    if ($steps.Count -eq 0) { return $task['at'] }
    return $steps[-1]['at']
}

function Start-FakeTask([string]$run) {
    $file = Get-FakeScript ($run + '\guard.ps1')
    if (-not [System.IO.File]::Exists($file)) { return }
    $start = New-Object System.Diagnostics.ProcessStartInfo ([System.IO.Path]::Combine($PSHOME, 'pwsh'), ('-NoProfile -NonInteractive -File "{0}"' -f $file))
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
