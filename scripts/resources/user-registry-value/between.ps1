$resourceIdentity['user-registry-value'] = {
    param($resource)
    return ('{0}/{1}/{2}\{3}' -f $resource['sid'], $resource['profile'], $resource['key'], $resource['name']).ToUpperInvariant()
}
$statesBetween['user-registry-value'] = {
    param($resource, $before, $after)
    return (& $statesBetween['registry-value'] $resource $before $after)
}
