# How many connections there are in which state, and whose: what tells a leak from a busy server.
$connectionsCounted = 100000
$connectionGroupsShown = 500

$facts['connections'] = {
    param($ask)
    $found = @(Get-TcpConnections ($connectionsCounted + 1))
    $groups = New-Table
    $hasOwners = $true
    foreach ($each in @($found | Select-Object -First $connectionsCounted)) {
        if ($null -eq $each['pid']) { $hasOwners = $false; $each['pid'] = [long]0 }
        $key = '{0} {1}' -f $each['state'], $each['pid']
        if (-not $groups.ContainsKey($key)) { $groups[$key] = @{ state = $each['state']; pid = $each['pid']; process = ''; count = [long]0; ports = (New-Table) } }
        $groups[$key]['count'] += [long]1
        $groups[$key]['ports'][[string]$each['port']] = $true
    }
    $names = Get-ProcessNames
    $sorted = @($groups.get_Values() | Sort-Object -Property @{ Expression = { $_['count'] }; Descending = $true }, @{ Expression = { $_['pid'] } }, @{ Expression = { $_['state'] } })
    $shown = @(foreach ($group in @($sorted | Select-Object -First $connectionGroupsShown)) {
            $process = ''
            if ($hasOwners -and $names.ContainsKey([string]$group['pid'])) { $process = $names[[string]$group['pid']] }
            @{ state = $group['state']; pid = $group['pid']; process = $process; count = $group['count']; ports = [long]$group['ports'].Count }
        })
    return @{
        count = [Math]::Min($found.Length, $connectionsCounted); capped = ($found.Length -gt $connectionsCounted); owners = $hasOwners
        groups = $shown; groupsLeft = $sorted.Length - $shown.Length
    }
}
