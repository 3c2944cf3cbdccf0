# Read from the registry alone: the cluster's own hive, and the component states of Exchange 2013 and later.
$exchangeClusterTypes = @{
    'Microsoft Exchange Information Store'    = 'MSExchangeIS'
    'Microsoft Exchange System Attendant'     = 'MSExchangeSA'
}
$serverWideOffline = 'SOFTWARE\Microsoft\ExchangeServer\v15\ServerComponentStates\ServerWideOffline'

$facts['cluster'] = {
    param($ask)
    $isMember = Test-RegistryKey 'HKLM' 64 'Cluster'
    if (-not $isMember -and ('auto', 'delayed') -ccontains (Get-ServiceStartType 'ClusSvc')) {
        throw 'ClusSvc starts automatically, as on a node of a failover cluster, and has not loaded HKLM\Cluster: it does not run, and what the cluster owns cannot be told'
    }
    $resources = @(foreach ($id in @(Get-RegistrySubkeys 'HKLM' 64 'Cluster\Resources')) {
            $key = 'Cluster\Resources\' + $id
            $type = Read-RegistryText $key 'Type'
            $service = Read-RegistryText ($key + '\Parameters') 'ServiceName'
            if ($service -ceq '' -and $exchangeClusterTypes.ContainsKey($type)) { $service = $exchangeClusterTypes[$type] }
            @{ name = (Read-RegistryText $key 'Name'); type = $type; service = $service }
        })
    return @{
        member = $isMember
        resources = $resources
        dag = (Test-RegistryKey 'HKLM' 64 'Cluster\ExchangeActiveManager')
        maintenance = (Get-DagMaintenance)
    }
}

# '' when there is no such text; throws when it cannot be read.
function Read-RegistryText([string]$key, [string]$name) {
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return '' }
    $value = Read-RegistryData 'HKLM' 64 $key $name
    if ($null -eq $value -or $value['data'] -isnot [string]) { return '' }
    return $value['data']
}

# One value per requester, `version:state:time`. One that asks for offline is enough; all have to ask for online.
function Get-DagMaintenance {
    if (-not (Test-RegistryKey 'HKLM' 64 $serverWideOffline)) { return 'none' }
    try {
        $states = @(foreach ($name in @(Get-RegistryValueNames 'HKLM' 64 $serverWideOffline)) {
                $parts = ([string](Read-RegistryData 'HKLM' 64 $serverWideOffline $name)['data']).Split([char]58)
                if ($parts.Length -gt 1) { $parts[1] } else { '' }
            })
    }
    catch { return 'unknown' }
    if ($states.Length -eq 0) { return 'unknown' }
    if (@($states | Where-Object { $_ -ceq '0' -or (Test-SameName $_ 'Inactive') }).Count -gt 0) { return 'in' }
    if (@($states | Where-Object { $_ -ceq '1' -or (Test-SameName $_ 'Active') }).Count -eq $states.Length) { return 'out' }
    return 'unknown'
}
