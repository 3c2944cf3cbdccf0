# The task scheduler, by schtasks.exe: the one way that every Windows has. What it says is in the language of the host, so only its exit code
# and the XML that it gives back are looked at.
$taskXml = @'
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <RegistrationTrigger><Enabled>true</Enabled><Delay>PT{0}S</Delay></RegistrationTrigger>
    <BootTrigger><Enabled>true</Enabled><Delay>PT{0}S</Delay></BootTrigger>
  </Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author"><Exec><Command>{1}</Command><Arguments>{2}</Arguments></Exec></Actions>
</Task>
'@

# Runs guard.ps1 of this run as SYSTEM: so many seconds after its registration, which a restart of the host forgets, and so many after that.
function Register-HostTask([string]$run, [double]$seconds) {
    $program = 'powershell'
    if ($PSVersionTable.PSEdition -ceq 'Core') { $program = 'pwsh' }
    $words = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}"' -f (Get-RecordPath ($run + '\guard.ps1'))
    $command = [System.IO.Path]::Combine($PSHOME, $program + '.exe')
    $escaped = @(foreach ($text in $command, $words) { [System.Security.SecurityElement]::Escape($text) })
    $file = Get-RecordPath ($run + '\guard.xml')
    [System.IO.File]::WriteAllText($file, ($taskXml -f [long][Math]::Ceiling($seconds), $escaped[0], $escaped[1]), [System.Text.Encoding]::Unicode)
    [void](Invoke-SystemTool 'schtasks.exe' @('/create', '/tn', (Get-TaskName $run), '/xml', $file, '/f'))
}

# The task stands there enabled, as SYSTEM, for the file of this run. Not there is what schtasks.exe and the folder of the tasks agree on.
function Test-HostTask([string]$run) {
    $name = Get-TaskName $run
    $said = $null
    try { $said = Invoke-SystemTool 'schtasks.exe' @('/query', '/tn', $name, '/xml') } catch { }
    if ($null -eq $said) {
        if ([System.IO.File]::Exists([Environment]::SystemDirectory + '\Tasks\' + $name)) { throw 'the task is there, and could not be read' }
        return $false
    }
    foreach ($needed in '<UserId>S-1-5-18</UserId>', '<RegistrationTrigger>', '<BootTrigger>', ('\{0}\guard.ps1' -f $run)) {
        if ($said.IndexOf($needed, [StringComparison]::OrdinalIgnoreCase) -lt 0) { throw 'the task does not read as it was registered' }
    }
    if ($said.IndexOf('<Enabled>false', [StringComparison]::OrdinalIgnoreCase) -ge 0) { throw 'the task is disabled' }
    return $true
}

function Start-HostTask([string]$run) { [void](Invoke-SystemTool 'schtasks.exe' @('/run', '/tn', (Get-TaskName $run))) }

# A task that runs goes on; only its entry is taken away. Looked at afterwards by whoever asked.
function Remove-HostTask([string]$run) { try { [void](Invoke-SystemTool 'schtasks.exe' @('/delete', '/tn', (Get-TaskName $run), '/f')) } catch { } }

function Get-TaskName([string]$run) { return 'Setright-guard-' + $run }
