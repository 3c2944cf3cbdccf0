# A way with one narrow place, as `paths` of the state file has it.
function Find-Way([string]$peer, [string]$family) {
    $state = Get-FakeState
    if ($state.ContainsKey('paths')) {
        foreach ($path in $state['paths']) {
            $isNamed = (Test-SameName $path['peer'] $peer) -or (Test-SameName $path['address'] $peer)
            if (-not $isNamed -or $path['family'] -cne $family) { continue }
            $mtu = Get-InterfaceMtu $path['interface'] $family
            if ($null -eq $mtu) { break }
            return @{ address = $path['address']; source = $path['source']; family = $family; interface = $path['interface']; mtu = $mtu['active']; path = $path; passed = [long]0 }
        }
    }
    throw ('{0} has no {1} address.' -f $peer, $family)
}

function Send-Probe($way, [long]$size, [int]$milliseconds) {
    $path = $way['path']
    if ($size -gt $way['mtu'] -and -not $path['ignoresDontFragment']) { return @{ kind = 'too-big'; from = '' } }
    if ($path.ContainsKey('fails')) { return @{ kind = 'other'; text = $path['fails'] } }
    $way['passed']++
    if ($path['mute'] -or ($path.ContainsKey('loseEvery') -and $way['passed'] % $path['loseEvery'] -eq 0)) { return @{ kind = 'silent' } }
    if ($size -le $path['mtu'] -or $path['ignoresDontFragment']) { return @{ kind = 'answered' } }
    if ($path.ContainsKey('router')) { return @{ kind = 'too-big'; from = $path['router'] } }
    return @{ kind = 'silent' }
}
