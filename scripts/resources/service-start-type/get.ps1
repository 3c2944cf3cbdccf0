$getState['service-start-type'] = {
    param($resource)
    try {
        $startType = Get-ServiceStartType $resource['service']
        if ($null -eq $startType) { return (New-Absent 'service') }
        return (New-Present $startType)
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}
$resourceIdentity['service-start-type'] = { param($resource) return $resource['service'].ToUpperInvariant() }

# Delayed is two calls: automatic, then the delay.
$statesBetween['service-start-type'] = {
    param($resource, $before, $after)
    foreach ($state in @($before, $after)) { if ($state['status'] -ceq 'present' -and $state['value'] -ceq 'delayed') { return (New-Present 'auto') } }
}
