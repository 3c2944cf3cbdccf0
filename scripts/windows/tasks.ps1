# The task scheduler, by schtasks.exe: the one way that every Windows has. What it says is in the language of the host, so only its exit code
# and the XML that it gives back are looked at.
# Queue: a trigger that comes while the drill still runs is not lost, it has its turn afterwards.
$taskXml = @'
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    {0}
  </Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>Queue</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author"><Exec><Command>{1}</Command><Arguments>{2}</Arguments></Exec></Actions>
</Task>
'@

$guardTriggers = @'
<RegistrationTrigger><Enabled>true</Enabled><Delay>PT{0}S</Delay></RegistrationTrigger>
    <BootTrigger><Enabled>true</Enabled><Delay>PT{0}S</Delay></BootTrigger>
'@
$timedTriggers = @'
<TimeTrigger><Repetition><Interval>PT1H</Interval></Repetition><StartBoundary>{0}</StartBoundary><Enabled>true</Enabled></TimeTrigger>
    <BootTrigger><Enabled>true</Enabled><Delay>PT2M</Delay></BootTrigger>
'@

# Runs guard.ps1 of this run as SYSTEM: so many seconds after its registration, which a restart of the host forgets, and so many after that.
function Register-HostTask([string]$run, [double]$seconds) { Register-Task $run 'guard' ($guardTriggers -f [long][Math]::Ceiling($seconds)) }

# Runs it when `due`, by the host's clock, and every hour from then on while it stands; what the host was off for is made up for, and it looks after
# each start of Windows.
function Register-TimedTask([string]$run, [string]$due) { Register-Task $run 'timed' ($timedTriggers -f ($due -creplace '\.\d+Z', 'Z')) }

function Register-Task([string]$run, [string]$kind, [string]$triggers) {
    $program = 'powershell'
    if ($PSVersionTable.PSEdition -ceq 'Core') { $program = 'pwsh' }
    $words = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}" {1}' -f (Get-RecordPath ($run + '\guard.ps1')), $kind
    $command = [System.IO.Path]::Combine($PSHOME, $program + '.exe')
    $escaped = @(foreach ($text in $command, $words) { [System.Security.SecurityElement]::Escape($text) })
    $file = Get-RecordPath ('{0}\{1}.xml' -f $run, $kind)
    [System.IO.File]::WriteAllText($file, ($taskXml -f $triggers, $escaped[0], $escaped[1]), [System.Text.Encoding]::Unicode)
    [void](Invoke-SystemTool 'schtasks.exe' @('/create', '/tn', (Get-TaskName $run $kind), '/xml', $file, '/f'))
}

# The task stands there enabled, as SYSTEM, for the file of this run. Not there is what schtasks.exe and the folder of the tasks agree on.
function Test-HostTask([string]$run, [string]$kind) {
    $name = Get-TaskName $run $kind
    $trigger = @{ guard = '<RegistrationTrigger>'; timed = '<TimeTrigger>' }[$kind]
    $said = $null
    try { $said = Invoke-SystemTool 'schtasks.exe' @('/query', '/tn', $name, '/xml') } catch { }
    if ($null -eq $said) {
        if ([System.IO.File]::Exists([Environment]::SystemDirectory + '\Tasks\' + $name)) { throw 'the task is there, and could not be read' }
        return $false
    }
    foreach ($needed in '<UserId>S-1-5-18</UserId>', $trigger, '<BootTrigger>', ('\{0}\guard.ps1' -f $run)) {
        if ($said.IndexOf($needed, [StringComparison]::OrdinalIgnoreCase) -lt 0) { throw 'the task does not read as it was registered' }
    }
    if ($said.IndexOf('<Enabled>false', [StringComparison]::OrdinalIgnoreCase) -ge 0) { throw 'the task is disabled' }
    return $true
}

function Start-HostTask([string]$run, [string]$kind) { [void](Invoke-SystemTool 'schtasks.exe' @('/run', '/tn', (Get-TaskName $run $kind))) }

# A task that runs goes on; only its entry is taken away. Looked at afterwards by whoever asked.
function Remove-HostTask([string]$run, [string]$kind) { try { [void](Invoke-SystemTool 'schtasks.exe' @('/delete', '/tn', (Get-TaskName $run $kind), '/f')) } catch { } }

function Get-TaskName([string]$run, [string]$kind) { return ('Setright-{0}-{1}' -f $kind, $run) }
