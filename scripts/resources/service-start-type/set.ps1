$setState['service-start-type'] = {
    param($resource, $want)
    # boot and system are for drivers: nobody wishes for them, but a driver that was disabled goes back to its own.
    if ($want['status'] -cne 'present' -or [array]::IndexOf(@('auto', 'delayed', 'manual', 'disabled', 'boot', 'system'), $want['value']) -lt 0) {
        throw 'not a start type'
    }
    if ($null -eq (Get-ServiceStartType $resource['service'])) { throw ('The service {0} does not exist.' -f $resource['service']) }
    Set-ServiceStartType $resource['service'] $want['value']
}
