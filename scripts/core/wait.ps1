# Waits until the service is as wanted: slices of a second, each told. False when the time is over, or when it came to rest otherwise.
function Wait-Service([string]$name, [string]$wanted, [double]$deadlineSeconds) {
    $step = 'starting ' + $name
    if ($wanted -ceq 'stopped') { $step = 'stopping ' + $name }
    for ($seconds = 0; $true; $seconds++) {
        $service = Get-ServiceEntry $name
        if ($null -eq $service) { return $false }
        $status = $service['status']
        if ($status -ceq $wanted) { return $true }
        if ($seconds -ge $deadlineSeconds -or -not $status.EndsWith('-pending', [StringComparison]::Ordinal)) { return $false }
        Send-Progress $step $seconds
        Wait-Second
    }
}
