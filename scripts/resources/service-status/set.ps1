$setDeadlineSeconds = 120
$restsAs = @{ 'stop-pending' = 'stopped'; 'start-pending' = 'running' }

$setState['service-status'] = {
    param($resource, $want)
    $name = $resource['service']
    $wanted = $want['value']
    if ($want['status'] -cne 'present' -or [array]::IndexOf(@('running', 'stopped'), $wanted) -lt 0) { throw 'a service can be set to running or stopped only' }
    $service = Get-ServiceEntry $name
    # Only an undo comes upon this: what a set left on its way comes to rest first.
    if ($null -ne $service -and $restsAs.ContainsKey($service['status'])) {
        $status = $service['status']
        if (-not (Wait-Service $name $restsAs[$status] $setDeadlineSeconds)) { throw ('{0} is still {1} after waiting up to {2} seconds.' -f $name, $status, $setDeadlineSeconds) }
        $service = Get-ServiceEntry $name
    }
    if ($null -ne $service -and $service['status'] -ceq $wanted) { return }
    if ($wanted -ceq 'stopped') { Request-ServiceStop $name } else { Request-ServiceStart $name }
    if (-not (Wait-Service $name $wanted $setDeadlineSeconds)) { throw ('{0} is not {1} after waiting up to {2} seconds.' -f $name, $wanted, $setDeadlineSeconds) }
}
