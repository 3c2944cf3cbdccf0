# Sizes against answers on the way to a peer, found by halving. src/model/path-mtu.ts walks the same way.
$pathSmall = 128
$pathLeast = @{ IPv4 = 576; IPv6 = 1280 }
$pathLargest = 9216
$pathFirstTries = 4
$pathTries = 3
$pathMostTries = 5
$pathMostProbes = 120

$facts['path-mtu'] = {
    param($ask)
    if ($ask['peer'] -isnot [string] -or $ask['peer'] -ceq '') { throw 'the question does not say which peer' }
    if ($ask['family'] -isnot [string] -or -not $pathLeast.ContainsKey($ask['family'])) { throw 'the question does not say which family' }
    $way = Find-Way $ask['peer'] $ask['family']
    $ladder = @{ peer = $ask['peer']; family = $ask['family']; way = $way; sent = 0; smalls = 0; answered = 0; other = ''; finished = $true; rungs = (New-Object System.Collections.ArrayList) }
    Find-PathMtu $ladder
    return @{
        peer = $ask['peer']; address = $way['address']; source = $way['source']; interface = $way['interface']
        family = $ask['family']; interfaceMtu = $way['mtu']; finished = $ladder['finished']; rungs = $ladder['rungs']
        smalls = @{ sent = $ladder['smalls']; answered = $ladder['answered']; other = $ladder['other'] }
    }
}

function Find-PathMtu($ladder) {
    $mtu = $ladder['way']['mtu']
    while ($ladder['answered'] -eq 0 -and $ladder['smalls'] -lt $pathFirstTries) { Test-SmallPacket $ladder }
    if ($ladder['answered'] -eq 0) { return }
    # Must come back as too big for our own interface: where it is answered, somebody fragments in spite of the flag.
    if ($ladder['family'] -ceq 'IPv4' -and $mtu -le $pathLargest -and (Test-PacketSize $ladder ($mtu + 1))) { return }
    $high = [Math]::Min($mtu, $pathLargest)
    if (Test-PacketSize $ladder $high) { return }
    $low = $pathSmall
    $least = $pathLeast[$ladder['family']]
    if ($least -lt $high -and -not (Test-SearchOver $ladder)) {
        if (Test-PacketSize $ladder $least) { $low = $least } else { $high = $least }
    }
    while ($high - $low -gt 1 -and -not (Test-SearchOver $ladder)) {
        $middle = [long][Math]::Floor(($low + $high) / 2)
        if (Test-PacketSize $ladder $middle) { $low = $middle } else { $high = $middle }
    }
}

# An IPv6 system that was told "too big" fragments larger packets itself from then on: their answers would prove nothing.
function Test-SearchOver($ladder) {
    if (-not $ladder['finished']) { return $true }
    if ($ladder['family'] -cne 'IPv6') { return $false }
    foreach ($rung in $ladder['rungs']) { if ($rung['tooBig']) { return $true } }
    return $false
}

function Test-PacketSize($ladder, [long]$size) {
    $rung = @{ size = $size; sent = 0; answered = $false; tooBig = $false; from = ''; other = '' }
    [void]$ladder['rungs'].Add($rung)
    while ($rung['sent'] -lt [Math]::Min($pathMostTries, $pathTries + $ladder['smalls'] - $ladder['answered']) -and (Test-MayProbe $ladder)) {
        $rung['sent']++
        $answer = Send-CountedProbe $ladder $size
        $rung['answered'] = $answer['kind'] -ceq 'answered'
        $rung['tooBig'] = $answer['kind'] -ceq 'too-big'
        if ($rung['tooBig']) { $rung['from'] = $answer['from'] }
        if ($answer['kind'] -ceq 'other') { $rung['other'] = $answer['text'] }
        if ($answer['kind'] -cne 'silent') { break }
        Test-SmallPacket $ladder
    }
    return $rung['answered']
}

function Test-SmallPacket($ladder) {
    if (-not (Test-MayProbe $ladder)) { return }
    $ladder['smalls']++
    $answer = Send-CountedProbe $ladder $pathSmall
    if ($answer['kind'] -ceq 'answered') { $ladder['answered']++ }
    if ($answer['kind'] -ceq 'other') { $ladder['other'] = $answer['text'] }
}

function Test-MayProbe($ladder) {
    if ($ladder['sent'] -ge $pathMostProbes) { $ladder['finished'] = $false }
    return $ladder['finished']
}

# A silent probe takes its second: so many of them is how long we have been at it.
function Send-CountedProbe($ladder, [long]$size) {
    Send-Progress ('path MTU to {0}: {1} bytes' -f $ladder['peer'], $size) $ladder['sent']
    $ladder['sent']++
    return (Send-Probe $ladder['way'] $size 1000)
}
