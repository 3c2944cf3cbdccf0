function Find-Events([string]$log, [string]$provider, [long]$id, [double]$hours, [int]$most) {
    $state = Get-FakeState
    if ($state.ContainsKey('eventsUnreadable')) { throw $state['eventsUnreadable'] }
    $now = Get-FakeNow $state
    $since = $now.AddHours(-$hours)
    $found = @($state['events'] | Where-Object {
            $at = ConvertFrom-FakeTime $_['at']
            (Test-SameName $_['log'] $log) -and (Test-SameName $_['provider'] $provider) -and $_['id'] -eq $id -and $at -ge $since -and $at -le $now
        })
    return @($found | Sort-Object -Stable -Descending -Property { ConvertFrom-FakeTime $_['at'] } | Select-Object -First $most)
}

function Find-LogEvents([string]$log, [double]$hours, [int]$most) {
    $state = Get-FakeState
    if ($state.ContainsKey('eventsUnreadable')) { throw $state['eventsUnreadable'] }
    $now = Get-FakeNow $state
    $since = $now.AddHours(-$hours)
    $found = @($state['events'] | Where-Object {
            $at = ConvertFrom-FakeTime $_['at']
            (Test-SameName $_['log'] $log) -and $at -ge $since -and $at -le $now
        })
    return @($found | Sort-Object -Stable -Descending -Property { ConvertFrom-FakeTime $_['at'] } | Select-Object -First $most)
}

function Read-Event($entry) {
    return @{ at = $entry['at']; id = $entry['id']; provider = $entry['provider']; properties = $entry['properties']; message = $entry['message'] }
}
