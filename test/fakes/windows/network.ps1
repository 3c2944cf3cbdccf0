# netsh, played: ranges that nobody set are Windows' own.
function Find-FakePortRange($state, [string]$family, [string]$protocol) {
    if (-not $state.ContainsKey('portRanges')) { return }
    foreach ($range in $state['portRanges']) { if ($range['family'] -ceq $family -and $range['protocol'] -ceq $protocol) { return $range } }
}

function Get-PortRange([string]$family, [string]$protocol) {
    $range = Find-FakePortRange (Get-FakeState) $family $protocol
    if ($null -eq $range) { return @{ start = [long]49152; number = [long]16384 } }
    if ([string]$range['deny'] -ceq 'read') { throw 'Access is denied.' }
    return @{ start = $range['start']; number = $range['number'] }
}

function Set-PortRange([string]$family, [string]$protocol, [int]$start, [int]$number) {
    $state = Get-FakeState
    $range = Find-FakePortRange $state $family $protocol
    if ($null -ne $range -and $range.ContainsKey('deny')) { throw 'Access is denied.' }
    if ($start -lt 1025 -or $number -lt 255 -or $start + $number -gt 65536) { throw 'The parameter is incorrect.' }
    if ($null -eq $range) {
        $range = New-Table
        $range['family'] = $family
        $range['protocol'] = $protocol
        if (-not $state.ContainsKey('portRanges')) { $state['portRanges'] = New-Object System.Collections.ArrayList }
        [void]$state['portRanges'].Add($range)
    }
    $range['start'] = [long]$start
    $range['number'] = [long]$number
    Save-FakeWrite
}

# Get-NetIPInterface and netsh, played: what is set persistently is in force at once too.
function Find-FakeMtu($state, [long]$index, [string]$family) {
    if (-not $state.ContainsKey('interfaces')) { return }
    foreach ($each in $state['interfaces']) { if ($each['index'] -eq $index) { return $each[$family.ToLowerInvariant()] } }
}

function Get-InterfaceMtu([long]$index, [string]$family) {
    $mtu = Find-FakeMtu (Get-FakeState) $index $family
    if ($null -eq $mtu) { return }
    if ([string]$mtu['deny'] -ceq 'read') { throw 'Access is denied.' }
    return @{ active = $mtu['active']; persistent = $mtu['persistent'] }
}

function Set-InterfaceMtu([long]$index, [string]$family, [long]$size, [string]$store) {
    $mtu = Find-FakeMtu (Get-FakeState) $index $family
    if ($mtu.ContainsKey('deny')) { throw 'Access is denied.' }
    $least = 1280
    if ($family -ceq 'IPv4') { $least = 576 }
    if ($size -lt $least -or $size -gt 65535) { throw 'The parameter is incorrect.' }
    $mtu['active'] = $size
    if ($store -ceq 'persistent') { $mtu['persistent'] = $size }
    Save-FakeWrite
}

function Get-Interfaces {
    $state = Get-FakeState
    if (-not $state.ContainsKey('interfaces')) { return }
    foreach ($each in $state['interfaces']) {
        $families = @(foreach ($family in 'IPv4', 'IPv6') { if ($null -ne $each[$family.ToLowerInvariant()]) { $family } })
        @{ index = $each['index']; alias = $each['alias']; description = $each['description']; kind = $each['kind']; families = $families }
    }
}
