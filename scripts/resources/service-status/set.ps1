$setDeadlineSeconds = 120

$setState['service-status'] = {
    param($resource, $want)
    $name = $resource['service']
    $wanted = $want['value']
    if ($want['status'] -cne 'present' -or ('running', 'stopped') -cnotcontains $wanted) { throw 'a service can be set to running or stopped only' }
    $service = Get-ServiceEntry $name
    if ($null -ne $service -and $service['status'] -ceq $wanted) { return }
    if ($wanted -ceq 'stopped') { Request-ServiceStop $name } else { Request-ServiceStart $name }
    if (-not (Wait-Service $name $wanted $setDeadlineSeconds)) { throw ('{0} is not {1} after waiting up to {2} seconds.' -f $name, $wanted, $setDeadlineSeconds) }
}
