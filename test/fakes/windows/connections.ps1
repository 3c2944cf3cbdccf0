# Each entry of the state file stands for `count` connections on ports that follow each other.
function Get-TcpConnections([int]$most) {
    $state = Get-FakeState
    if ($state.ContainsKey('connectionsUnreadable')) { throw $state['connectionsUnreadable'] }
    if (-not $state.ContainsKey('connections')) { return }
    $left = $most
    foreach ($entry in $state['connections']) {
        for ($at = 0; $at -lt $entry['count'] -and $left -gt 0; $at++) {
            $left--
            @{ state = $entry['state']; pid = $entry['pid']; port = $entry['port'] + $at }
        }
    }
}

function Get-ProcessNames {
    $names = @{}
    foreach ($each in (Get-FakeState)['processes']) { $names[[string]$each['pid']] = $each['name'] }
    return $names
}
