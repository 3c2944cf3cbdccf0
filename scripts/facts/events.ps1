$eventsCounted = 10000

$facts['events'] = {
    param($ask)
    foreach ($name in 'log', 'provider') { if ($ask[$name] -isnot [string]) { throw ('the question does not say which {0}' -f $name) } }
    foreach ($name in 'id', 'hours', 'newest') { if (-not (Test-Number $ask[$name])) { throw ('the question does not say how many {0}' -f $name) } }
    $events = @(Find-Events $ask['log'] $ask['provider'] $ask['id'] $ask['hours'] ($eventsCounted + 1))
    $newest = @($events | Select-Object -First ([int]$ask['newest']) | ForEach-Object { Read-Event $_ })
    return @{ count = [Math]::Min($events.Length, $eventsCounted); capped = ($events.Length -gt $eventsCounted); newest = $newest }
}
