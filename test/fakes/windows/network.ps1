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
