$setState['service-start-type'] = {
    param($resource, $want)
    if ($want['status'] -cne 'present' -or [array]::IndexOf(@('auto', 'delayed', 'manual', 'disabled'), $want['value']) -lt 0) {
        throw 'a service can be set to auto, delayed, manual or disabled only'
    }
    if ($null -eq (Get-ServiceStartType $resource['service'])) { throw ('The service {0} does not exist.' -f $resource['service']) }
    Set-ServiceStartType $resource['service'] $want['value']
}
