$getState['tcp-port-range'] = {
    param($resource)
    try {
        $range = Get-PortRange $resource['family'] $resource['protocol']
        return (New-Present @{ start = $range['start']; number = $range['number'] })
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}
$resourceIdentity['tcp-port-range'] = { param($resource) return '{0}/{1}' -f $resource['family'], $resource['protocol'] }

# Start and number are set in one call.
$statesBetween['tcp-port-range'] = { param($resource, $before, $after) }
