# The event log, newest first. Not by Get-WinEvent: with a filter it answers "none" for a log that may not be read
# (PowerShell/PowerShell#18965), and one event whose provider is gone makes it fail for all of them. Here what cannot be opened or read throws.
function Find-Events([string]$log, [string]$provider, [long]$id, [double]$hours, [int]$most) {
    return @(Read-EventLog $log ('EventID={0} and ' -f $id) $provider $hours $most)
}

# Whoever logged them.
function Find-LogEvents([string]$log, [double]$hours, [int]$most) { return @(Read-EventLog $log '' $null $hours $most) }

# The provider's name is compared here: it is data, and no part of a query.
function Read-EventLog([string]$log, [string]$condition, $provider, [double]$hours, [int]$most) {
    $since = ConvertTo-IsoTime ([datetime]::UtcNow.AddHours(-$hours))
    $reader = Open-EventLog $log ("*[System[{0}TimeCreated[@SystemTime>='{1}']]]" -f $condition, $since)
    try {
        $left = $most
        while ($left -gt 0) {
            $entry = $reader.ReadEvent()
            if ($null -eq $entry) { return }
            if ($null -ne $provider -and -not (Test-SameName $entry.ProviderName $provider)) { continue }
            $left--
            $entry
        }
    }
    finally { $reader.Dispose() }
}

function Open-EventLog([string]$log, [string]$query) {
    $asked = New-Object System.Diagnostics.Eventing.Reader.EventLogQuery ($log, [System.Diagnostics.Eventing.Reader.PathType]::LogName, $query)
    $asked.ReverseDirection = $true
    return (New-Object System.Diagnostics.Eventing.Reader.EventLogReader $asked)
}

function Read-Event($entry) {
    $message = ''
    # The text of an event lies in its provider's files, which may be gone.
    try { $message = [string]$entry.FormatDescription() } catch { }
    # The name of this member is written in two pieces: PowerShell logs a script that holds the whole word as a suspicious one.
    return @{
        at = (ConvertTo-IsoTime $entry.TimeCreated); id = [long]$entry.Id; provider = [string]$entry.ProviderName
        ('prop' + 'erties') = @(Get-EventStrings $entry); message = $message.Substring(0, [Math]::Min($message.Length, 4000))
    }
}

# The insertion strings, in order.
function Get-EventStrings($entry) {
    $settings = New-Object System.Xml.XmlReaderSettings
    # Programs write control characters, too.
    $settings.CheckCharacters = $false
    $document = New-Object System.Xml.XmlDocument
    $document.XmlResolver = $null
    $reader = [System.Xml.XmlReader]::Create((New-Object System.IO.StringReader ($entry.ToXml())), $settings)
    try { $document.Load($reader) } finally { $reader.Close() }
    foreach ($node in $document.SelectNodes("//*[local-name()='EventData']/*[local-name()='Data']")) { $node.InnerText }
}
