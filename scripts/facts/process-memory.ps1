# What a program holds, looked at several times: one look cannot tell a leak from a large program. The waits are told.
$mostMemorySamples = 10
$mostMemorySeconds = 60

$facts['process-memory'] = {
    param($ask)
    $name = $ask['name']
    if ($name -isnot [string] -or $name -ceq '') { throw 'the question does not say which program' }
    $isAsked = $ask['samples'] -is [long] -and $ask['samples'] -ge 1 -and $ask['samples'] -le $mostMemorySamples -and
        $ask['seconds'] -is [long] -and $ask['seconds'] -ge 0 -and $ask['seconds'] -le $mostMemorySeconds
    if (-not $isAsked) { throw 'the question does not say how many samples, and how many seconds apart' }
    if ($name.EndsWith('.exe', [StringComparison]::OrdinalIgnoreCase)) { $name = $name.Substring(0, $name.Length - 4) }
    $samples = New-Object System.Collections.ArrayList
    for ($n = 0; $n -lt $ask['samples']; $n++) {
        for ($waited = 1; $n -gt 0 -and $waited -le $ask['seconds']; $waited++) {
            Send-Progress 'watching the memory of a program' $waited
            Wait-Second
        }
        $found = @((Get-ProgramProcesses $name $listedProcesses)['processes'])
        [void]$samples.Add(@{
                at = (Get-HostClock)
                processes = @(foreach ($process in $found) { @{ pid = $process['pid']; startedAt = $process['startedAt']; privateBytes = $process['privateBytes'] } })
            })
    }
    return @{ samples = $samples }
}
