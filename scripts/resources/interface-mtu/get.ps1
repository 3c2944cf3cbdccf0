$getState['interface-mtu'] = {
    param($resource)
    try {
        $mtu = Get-InterfaceMtu $resource['interface'] $resource['family']
        if ($null -eq $mtu) { return (New-Absent 'interface') }
        return (New-Mtu $mtu['active'] $mtu['persistent'])
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}
$resourceIdentity['interface-mtu'] = { param($resource) return '{0}/{1}' -f $resource['interface'], $resource['family'] }

# Null: the persistent store has none, and the next boot takes what the adapter brings along.
function New-Mtu($active, $persistent) { return (New-Present @{ active = $active; persistent = $persistent }) }

# The persistent store goes first and takes the active one along; then that is set apart. On the way to either state, as an undo goes too.
$statesBetween['interface-mtu'] = {
    param($resource, $before, $after)
    foreach ($state in @($before, $after)) { if ($state['status'] -cne 'present' -or $state['value'] -isnot [hashtable]) { return } }
    foreach ($pair in @(, @($before['value'], $after['value'])) + @(, @($after['value'], $before['value']))) {
        $from, $to = $pair
        $persistent = $to['persistent']
        if ($null -eq $persistent) { $persistent = $to['active'] }
        New-Mtu $from['active'] $persistent
        New-Mtu $persistent $persistent
    }
    New-Mtu $after['value']['active'] $before['value']['persistent']
}

# The active store alone, which a boot begins without.
$trialState['interface-mtu'] = {
    param($before, $after)
    foreach ($state in @($before, $after)) { if ($state['status'] -cne 'present' -or $state['value'] -isnot [hashtable]) { return } }
    $trial = New-Mtu $after['value']['active'] $before['value']['persistent']
    if (-not (Test-SameState $trial $before) -and -not (Test-SameState $trial $after)) { return $trial }
}
