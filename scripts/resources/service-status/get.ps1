$getState['service-status'] = {
    param($resource)
    try {
        $service = Get-ServiceEntry $resource['service']
        if ($null -eq $service) { return (New-Absent 'service') }
        return (New-Present $service['status'])
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}
$resourceIdentity['service-status'] = { param($resource) return $resource['service'].ToUpperInvariant() }

# Windows takes its time: a set that was cut off, or given up, leaves the service on its way.
$statesBetween['service-status'] = {
    param($resource, $before, $after)
    New-Present 'stop-pending'
    New-Present 'start-pending'
}
