# Which sizes it takes is for Windows to say: an undo puts back whatever was there.
$setState['interface-mtu'] = {
    param($resource, $want)
    $index = $resource['interface']; $family = $resource['family']
    $value = $want['value']
    if ($want['status'] -cne 'present' -or $value -isnot [hashtable] -or -not $value.ContainsKey('persistent') -or -not (Test-MtuNumber $value['active']) -or
        -not ($null -eq $value['persistent'] -or (Test-MtuNumber $value['persistent']))) {
        throw 'an MTU is an active number and a persistent one, which may be not set'
    }
    $found = Get-InterfaceMtu $index $family
    if ($null -eq $found) { throw ('There is no interface {0} with {1}.' -f $index, $family) }
    # Windows has no call that takes a value out of the persistent store: what was in force before lasts instead.
    $isPartly = $null -eq $value['persistent'] -and $null -ne $found['persistent']
    $persistent = $value['persistent']
    if ($isPartly) { $persistent = $value['active'] }
    if ($persistent -ne $found['persistent']) { Set-InterfaceMtu $index $family $persistent 'persistent' }
    if ((Get-InterfaceMtu $index $family)['active'] -ne $value['active']) { Set-InterfaceMtu $index $family $value['active'] 'active' }
    if ($isPartly) { throw ('Reversible: partly. The persistent store cannot be put back to not set; it holds {0}.' -f $persistent) }
}

function Test-MtuNumber($value) { return $value -is [long] -and $value -ge 1 -and $value -le 4294967295 }
