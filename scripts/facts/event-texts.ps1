# Events by what they say, whoever logged them: a signature is found in an event whose text holds all of its parts.
$eventsSearched = 5000

$facts['event-texts'] = {
    param($ask)
    Assert-Signatures $ask
    if ($ask['log'] -isnot [string] -or -not (Test-Number $ask['hours'])) { throw 'the question does not say which log, and how far back' }
    $events = @(Find-LogEvents $ask['log'] $ask['hours'] ($eventsSearched + 1))
    $found = @(foreach ($signature in $ask['signatures']) { @{ count = [long]0; latest = '' } })
    foreach ($each in @($events | Select-Object -First $eventsSearched)) {
        $event = Read-Event $each
        $text = [string]::Join("`n", @($event['message']) + @($event['prop' + 'erties']))
        for ($n = 0; $n -lt $found.Length; $n++) {
            if (-not (Test-Signature $text $ask['signatures'][$n])) { continue }
            $found[$n]['count'] += [long]1
            if ($found[$n]['latest'] -ceq '') { $found[$n]['latest'] = $event['at'] }
        }
    }
    return @{ searched = [Math]::Min($events.Length, $eventsSearched); capped = ($events.Length -gt $eventsSearched); found = $found }
}

function Assert-Signatures($ask) {
    $isAsked = $ask['signatures'] -is [System.Collections.ArrayList] -and $ask['signatures'].Count -gt 0 -and $ask['signatures'].Count -le 20
    if ($isAsked) { foreach ($signature in $ask['signatures']) { if (-not (Test-List $signature 'text') -or $signature.Count -eq 0) { $isAsked = $false } } }
    if (-not $isAsked) { throw 'the question does not say which signatures' }
}

function Test-Signature([string]$text, $parts) {
    foreach ($part in $parts) { if ($text.IndexOf($part, [StringComparison]::Ordinal) -lt 0) { return $false } }
    return $true
}
