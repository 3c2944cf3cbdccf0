$resourceIdentity['registry-value'] = {
    param($resource)
    return ('{0}/{1}/{2}\{3}' -f $resource['hive'], $resource['view'], $resource['key'], $resource['name']).ToUpperInvariant()
}

# Keys are created, and removed, one level at a time: every deeper `from`, then the value missing in its key.
$statesBetween['registry-value'] = {
    param($resource, $before, $after)
    foreach ($state in @($before, $after)) {
        if ($state['status'] -cne 'absent' -or -not $state.ContainsKey('from')) { continue }
        foreach ($path in @(Get-KeyPaths $resource['key'])) {
            if ($path.Length -gt $state['from'].Length) { New-Absent 'key' $path }
        }
        New-Absent 'value'
        return
    }
}
