# Which ranges it takes is for Windows to say: an undo puts back whatever was there.
$setState['tcp-port-range'] = {
    param($resource, $want)
    $value = $want['value']
    if ($want['status'] -cne 'present' -or $value -isnot [hashtable] -or -not (Test-Port $value['start']) -or -not (Test-Port $value['number'])) {
        throw 'dynamic ports are a start and a number, both whole numbers'
    }
    Set-PortRange $resource['family'] $resource['protocol'] $value['start'] $value['number']
}

function Test-Port($value) { return $value -is [long] -and $value -ge 1 -and $value -le 65535 }
