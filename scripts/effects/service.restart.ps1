# A transaction: what runs is written down, stopped farthest first, and exactly that is started again. Never a kill, never an endless wait.
$lineServices = @('WinRM', 'sshd')

$effects['service.restart'] = @{
    target   = 'restart'
    prepare  = {
        param($target)
        $refusal = Get-RestartRefusal $target['service']
        if ($null -ne $refusal) { throw (New-HostError 'effect-refused' $refusal) }
        return , (Get-ServiceStanding $target['service'])
    }
    carryOut = {
        param($target, $before)
        $deadline = $target['deadlineSeconds']
        $stopped = New-Object System.Collections.Stack
        $failure = $null
        foreach ($standing in $before) {
            if ($standing['status'] -cne 'running') { continue }
            $failure = Move-Service $standing['service'] 'stopped' $deadline
            if ($null -eq $failure -or (Wait-LateStop $standing['service'] $deadline)) { $stopped.Push($standing['service']) }
            if ($null -ne $failure) { break }
        }
        while ($stopped.Count -gt 0) {
            $why = Move-Service $stopped.Pop() 'running' $deadline
            if ($null -eq $failure) { $failure = $why }
        }
        $after = Get-ServiceStanding $target['service']
        if ($null -eq $failure -and -not (Test-SameState $before $after)) { $failure = 'The services do not stand as they were recorded.' }
        if ($null -ne $failure) { throw (New-HostError 'effect-failed' $failure @{ before = $before; after = $after }) }
        return @{ before = $before; after = $after }
    }
    # After a restart that was cut off: what it had found running, running again; each as it stands then.
    bringBack = {
        param($target, $before)
        $deadline = $target['deadlineSeconds']
        $ran = @($before | Where-Object { $_['status'] -ceq 'running' })
        for ($at = $ran.Count - 1; $at -ge 0; $at--) {
            $name = $ran[$at]['service']
            [void](Wait-LateStop $name $deadline)
            [void](Move-Service $name 'running' $deadline)
        }
        foreach ($standing in $ran) {
            $service = Get-ServiceEntry $standing['service']
            $status = 'absent'
            if ($null -ne $service) { $status = $service['status'] }
            @{ service = $standing['service']; status = $status }
        }
    }
}

# A stop that came too late is a stop all the same: given as long again, so that the service can be started with the others.
function Wait-LateStop([string]$name, [double]$deadlineSeconds) {
    $service = Get-ServiceEntry $name
    if ($null -eq $service -or $service['status'] -cne 'stop-pending') { return $false }
    return (Wait-Service $name 'stopped' $deadlineSeconds)
}

# Nothing when the service is as wanted in the end, else why not.
function Move-Service([string]$name, [string]$wanted, [double]$deadlineSeconds) {
    try {
        # A start may have brought this one along: it needs what is up already, so that is no failure.
        if ((Get-ServiceEntry $name)['status'] -cne $wanted) {
            if ($wanted -ceq 'stopped') { Request-ServiceStop $name } else { Request-ServiceStart $name }
        }
        if (Wait-Service $name $wanted $deadlineSeconds) { return }
        return ('{0} is not {1} after waiting up to {2} seconds; nothing was killed.' -f $name, $wanted, $deadlineSeconds)
    }
    catch { return (Get-ErrorText $_) }
}

# The dependents in stop order, then the service itself.
function Get-ServiceStanding([string]$name) {
    $service = Get-ServiceEntry $name
    if ($null -eq $service) { return , @() }
    return , @(foreach ($entry in @(Get-Dependents $service['name']) + $service) { @{ service = $entry['name']; status = $entry['status'] } })
}

function Get-RestartRefusal([string]$name) {
    try {
        $service = Get-ServiceEntry $name
        if ($null -eq $service) { return ('The service {0} does not exist.' -f $name) }
        if ($service['status'] -cne 'running') { return ('{0} is {1}, not running.' -f $service['name'], $service['status']) }
        $involved = @(Get-Dependents $service['name']) + $service
        foreach ($entry in $involved) {
            $status = $entry['status']
            if (('running', 'stopped') -cnotcontains $status) { return ('{0} depends on it and is {1}.' -f $entry['name'], $status) }
            if ($status -ceq 'running' -and (Get-ServiceStartType $entry['name']) -ceq 'disabled') { return ('{0} is disabled: it could not be started again.' -f $entry['name']) }
            if ($lineServices -contains $entry['name']) { return ('{0} carries our own line.' -f $entry['name']) }
        }
        return (Get-ClusterRefusal @($involved | Where-Object { $_['status'] -ceq 'running' } | ForEach-Object { $_['name'] }))
    }
    catch { return ('Whether it may be restarted cannot be told: {0}' -f (Get-ErrorText $_)) }
}

# The cluster takes a stop that is not its own for a failure, of a dependent as well.
function Get-ClusterRefusal([string[]]$stopped) {
    $cluster = & $facts['cluster'] @{}
    foreach ($resource in $cluster['resources']) {
        foreach ($name in $stopped) {
            if (Test-SameName $resource['service'] $name) { return ('The cluster resource {0} owns {1}.' -f $resource['name'], $name) }
        }
    }
    if ($cluster['dag'] -and $cluster['maintenance'] -cne 'in') {
        return ('A member of a database availability group is restarted in maintenance only (now: {0}).' -f $cluster['maintenance'])
    }
}
