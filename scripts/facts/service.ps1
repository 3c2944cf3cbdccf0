$facts['service'] = {
    param($ask)
    if ($ask['service'] -isnot [string]) { throw 'the question does not say which service' }
    $service = Get-ServiceEntry $ask['service']
    if ($null -eq $service) {
        return @{ exists = $false; service = $ask['service']; displayName = ''; status = ''; startType = ''; pid = 0; startedAt = ''; dependents = @() }
    }
    $process = Get-ServiceProcess $service['name']
    $dependents = @(foreach ($entry in @(Get-Dependents $service['name'])) {
            @{ service = $entry['name']; displayName = $entry['displayName']; status = $entry['status'] }
        })
    return @{
        exists = $true; service = $service['name']; displayName = $service['displayName']; status = $service['status']
        startType = (Get-ServiceStartType $service['name']); pid = $process['pid']; startedAt = $process['startedAt']; dependents = $dependents
    }
}
