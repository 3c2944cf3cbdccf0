# The tools of Windows itself, from its own folder and without a shell. What they say is in the language of the host; an exit code is not.
function Invoke-SystemTool([string]$file, [string[]]$words) {
    $quoted = foreach ($word in $words) {
        # Then quotes around a word with a space in it are all that Windows needs to keep it in one piece.
        if ($word -cnotmatch '\A[^"\x00-\x1f]*[^"\\\x00-\x1f]\z') { throw 'not a word for the command line' }
        if ($word.Contains(' ')) { '"{0}"' -f $word } else { $word }
    }
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = '{0}\{1}' -f [Environment]::SystemDirectory, $file
    $start.Arguments = [string]::Join(' ', [string[]]$quoted)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    # Its own stdin: ours is the line.
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    # Most of them complain there: reg.exe, schtasks.exe and shutdown.exe all do.
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $said = $process.StandardOutput.ReadToEndAsync()
        $complained = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(60000)) { throw ('{0} did not end within 60 seconds' -f $file) }
        if ($process.ExitCode -ne 0) { throw ('{0} ended with {1}: {2}' -f $file, $process.ExitCode, (($said.Result + ' ' + $complained.Result) -replace '\s+', ' ').Trim()) }
        return $said.Result
    }
    finally { $process.Dispose() }
}
