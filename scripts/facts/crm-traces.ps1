# Trace files of the CRM client for Outlook, in each user's own folder: only their ends, line by line. A file may be large and in use.
$crmTraceFolders = @('AppData\Local\Microsoft\MSCRM\Traces', 'Local Settings\Application Data\Microsoft\MSCRM\Traces')
$crmTraceName = '-OUTLOOK-Client-[0-9]{8}-[0-9]+\.log\z'
$crmTracesShown = 20
$mostTraceKilobytes = 4096

$facts['crm-traces'] = {
    param($ask)
    Assert-Signatures $ask
    $kilobytes = $ask['kilobytes']
    if ($kilobytes -isnot [long] -or $kilobytes -lt 1 -or $kilobytes -gt $mostTraceKilobytes) { throw 'the question does not say how many kilobytes of each' }
    $files = @(foreach ($user in @(Get-Profiles)) {
            if ($user['kind'] -cne 'user') { continue }
            foreach ($folder in $crmTraceFolders) { Find-Files ($user['path'] + '\' + $folder) $crmTraceName $crmTracesShown }
        })
    $newest = @($files | Sort-Object -Descending -Property { $_['at'] } | Select-Object -First $crmTracesShown)
    $read = @(foreach ($file in $newest) {
            $entry = @{ path = $file['path']; at = $file['at']; size = $file['size']; status = 'read'; found = @() }
            try { $entry['found'] = @(Measure-Signatures (Read-FileTail $file['path'] ($kilobytes * 1024)) $ask['signatures']) }
            catch { $entry['status'] = 'unreadable' }
            $entry
        })
    return @{ files = $read }
}

function Measure-Signatures([string]$text, $signatures) {
    $lines = $text.Split([char]10)
    foreach ($signature in $signatures) {
        $count = [long]0
        foreach ($line in $lines) { if (Test-Signature $line $signature) { $count++ } }
        $count
    }
}
