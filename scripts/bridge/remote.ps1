# Runs in the session on the host: starts the one PowerShell there, hands it what arrives, and sends what it says as events, for a pipeline
# that waits for input can write nothing. Each piece has a number: events may overtake each other.
param([string]$program, [string]$words)
$ErrorActionPreference = 'Stop'
$info = New-Object System.Diagnostics.ProcessStartInfo
$info.FileName = $program
$info.Arguments = $words
$info.UseShellExecute = $false
$info.CreateNoWindow = $true
$info.RedirectStandardInput = $true
$info.RedirectStandardOutput = $true
$info.RedirectStandardError = $true
$info.StandardOutputEncoding = New-Object System.Text.UTF8Encoding $false
$info.StandardErrorEncoding = $info.StandardOutputEncoding
$tell = {
    param($reader, $stream, $events)
    $characters = New-Object char[] 32768
    $count = 0
    while (($got = $reader.Read($characters, 0, $characters.Length)) -gt 0) {
        $text = New-Object string ($characters, 0, $got)
        [void]$events.GenerateEvent('Setright.Bridge', $null, $null, ('{0} {1} {2}' -f $stream, $count, $text))
        $count++
    }
    return $count
}
[void](Register-EngineEvent -SourceIdentifier 'Setright.Bridge' -Forward)
$process = [System.Diagnostics.Process]::Start($info)
$tellers = @(foreach ($stream in 'out', 'err') {
        $reader = $process.StandardOutput
        if ($stream -ceq 'err') { $reader = $process.StandardError }
        $teller = [PowerShell]::Create()
        [void]$teller.AddScript($tell.ToString()).AddArgument($reader).AddArgument($stream).AddArgument($ExecutionContext.Events)
        @{ shell = $teller; running = $teller.BeginInvoke() }
    })
$stdin = $process.StandardInput.BaseStream
try {
    foreach ($text in $input) {
        $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
        # One that has ended takes nothing more: its end is told below.
        try { $stdin.Write($bytes, 0, $bytes.Length); $stdin.Flush() } catch { if (-not $process.HasExited) { throw } }
    }
}
finally {
    # The end of its stdin makes it undo what is uncommitted; the session stays until it has.
    try { $stdin.Close() } catch { if (-not $process.HasExited) { throw } }
    $process.WaitForExit()
}
$counts = @(foreach ($teller in $tellers) { [string]$teller['shell'].EndInvoke($teller['running'])[0] })
'ended {0} {1} {2}' -f $process.ExitCode, $counts[0], $counts[1]
