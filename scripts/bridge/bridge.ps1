# On the controller, when WinRM goes through PowerShell's own remoting: one session to the host, one PowerShell in it, and its three streams
# passed on as they are. The first line of stdin says where to and as whom; no secret is on the command line.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$stdin = [Console]::OpenStandardInput()
$streams = @{ out = [Console]::OpenStandardOutput(); err = [Console]::OpenStandardError() }
$utf8 = New-Object System.Text.UTF8Encoding $false

function Read-Settings {
    $line = ''
    while (($byte = $stdin.ReadByte()) -ge 0 -and $byte -ne 10) { $line += [char]$byte }
    $said = @{}
    # A mark before each text keeps it from being taken for a date.
    foreach ($member in (ConvertFrom-Json $line).PSObject.Properties) {
        $said[$member.Name] = $member.Value
        if ($member.Value -is [string]) { $said[$member.Name] = $member.Value.Substring(1) }
    }
    return $said
}

# The first line of stdout, before anything of the host's: whether there is a session.
function Write-Head([string]$text) {
    $bytes = $utf8.GetBytes(('<<setright-bridge>>{0}' -f ($text -replace '\s+', ' ')) + "`n")
    $streams['out'].Write($bytes, 0, $bytes.Length)
    $streams['out'].Flush()
}

$said = Read-Settings
try {
    $runspace = Open-Remote $said
    $runspace.Open()
}
catch {
    Write-Head ('refused ' + $_.Exception.GetBaseException().Message)
    exit 40
}
Write-Head 'open'

$remote = [PowerShell]::Create()
$remote.Runspace = $runspace
[void]$remote.AddScript($remoteScript).AddArgument($said['executable']).AddArgument($said['words'])
$said = $null
$toHost = New-Object 'System.Management.Automation.PSDataCollection[string]'
$fromHost = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
$running = $remote.BeginInvoke($toHost, $fromHost)

$events = $runspace.Events.ReceivedEvents
$early = @{}
$passed = @{ out = 0; err = 0 }

# In the order of their numbers, whatever the order in which they arrived.
function Write-Arrived {
    while ($events.Count -gt 0) {
        $stream, $number, $text = ([string]$events[0].MessageData).Split([char[]]' ', 3)
        $events.RemoveAt(0)
        $early[$stream + $number] = $text
        while ($null -ne ($next = $early[$stream + $passed[$stream]])) {
            $early.Remove($stream + $passed[$stream])
            $passed[$stream]++
            $bytes = $utf8.GetBytes($next)
            $streams[$stream].Write($bytes, 0, $bytes.Length)
            $streams[$stream].Flush()
        }
    }
}

$buffer = New-Object byte[] 65536
$reading = $stdin.ReadAsync($buffer, 0, $buffer.Length)
while (-not $running.IsCompleted) {
    $isQuiet = $events.Count -eq 0
    Write-Arrived
    if ($null -ne $reading -and $reading.IsCompleted) {
        $isQuiet = $false
        $got = 0
        if (-not $reading.IsFaulted) { $got = $reading.Result }
        if ($got -gt 0) {
            $toHost.Add([System.Text.Encoding]::ASCII.GetString($buffer, 0, $got))
            $reading = $stdin.ReadAsync($buffer, 0, $buffer.Length)
        }
        else {
            $reading = $null
            $toHost.Complete()
        }
    }
    if ($isQuiet) { [System.Threading.Thread]::Sleep(1) }
}

$exit = 41
try {
    $remote.EndInvoke($running)
    foreach ($word in $fromHost) {
        if ([string]$word -cnotmatch '\Aended (-?\d+) (\d+) (\d+)\z') { continue }
        $exit = [int]$matches[1]
        # What was said last may still be on its way.
        for ($tries = 0; $tries -lt 5000 -and ($passed['out'] -lt [int]$matches[2] -or $passed['err'] -lt [int]$matches[3]); $tries++) {
            Write-Arrived
            [System.Threading.Thread]::Sleep(1)
        }
    }
}
catch { [Console]::Error.WriteLine($_.Exception.GetBaseException().Message) }
finally { $runspace.Close() }
exit $exit
