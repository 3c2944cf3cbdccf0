# Stands in for scripts/collect/windows.ps1 and registry.ps1: a Windows that lies in the state file that COLLECT_STATE names. PowerShell 7 only.
$fakeHost = [System.IO.File]::ReadAllText($env:COLLECT_STATE) | ConvertFrom-Json -AsHashtable -DateKind String

function Test-WrongPowerShell { return ($fakeHost['wrongPowerShell'] -eq $true) }
function Get-Now { return [datetime]::Parse($fakeHost['clock'], [Globalization.CultureInfo]::InvariantCulture, 'AdjustToUniversal') }
function ConvertTo-Iso([datetime]$time) { return $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture) }
function Wait-Seconds([int]$seconds) { foreach ($process in $fakeHost['processes']) { if ($process['growsBy']) { $process['privateBytes'] = [long]$process['privateBytes'] + $seconds * $process['growsBy'] } } }
function Get-Here { return (Get-Location).ProviderPath }
function Write-NewFile([string]$path, [string]$text) {
    if ([System.IO.File]::Exists($path)) { throw "$path exists" }
    [System.IO.File]::WriteAllText($path, $text)
}

function Read-Machine {
    $read = @{}
    foreach ($name in 'machine', 'engine', 'identity', 'os') { $read[$name] = $fakeHost[$name] }
    $read['bootedAt'] = [string]$fakeHost['bootedAt']
    return $read
}

function Read-Key([string]$path) {
    $prefix = $path + '\'
    $subkeys = @($fakeHost['registry'] | ForEach-Object { if ($_['path'].StartsWith($prefix, 'OrdinalIgnoreCase')) { $_['path'].Substring($prefix.Length).Split('\')[0] } } | Sort-Object -Unique)
    foreach ($key in $fakeHost['registry']) {
        if ($key['path'] -ne $path) { continue }
        if ($key['deny'] -eq 'read') { throw (New-Object System.Security.SecurityException 'Requested registry access is not allowed.') }
        return @{ values = @($key['values']); subkeys = $subkeys }
    }
    if ($subkeys.Length -gt 0 -or $path -in 'HKLM', 'HKU') { return @{ values = @(); subkeys = $subkeys } }
}

function Read-Processes([string[]]$owned) {
    foreach ($process in $fakeHost['processes']) {
        $entry = @{}
        foreach ($name in 'pid', 'name', 'startedAt', 'session', 'handles', 'workingSet', 'privateBytes') { if ($process.ContainsKey($name)) { $entry[$name] = $process[$name] } }
        if ($owned -contains $process['name']) { foreach ($name in 'owner', 'sid') { if ($process.ContainsKey($name)) { $entry[$name] = $process[$name] } } }
        $entry
    }
}

function Read-Services($processes) { return @($fakeHost['services']) }

function Read-Connections {
    if ($fakeHost['connectionsUnreadable']) { throw $fakeHost['connectionsUnreadable'] }
    foreach ($each in $fakeHost['connections']) { $each }
}

function Read-PortRanges {
    if ([version]$fakeHost['os']['version'] -lt [version]'6.0') { throw 'netsh tells no dynamic ports' }
    foreach ($family in 'IPv4', 'IPv6') { @{ family = $family; protocol = 'TCP'; start = 49152; number = 16384 } }
}

function Read-Events([string]$log, [string[]]$wanted, [datetime]$since, [int]$most) {
    if ($fakeHost['eventsUnreadable']) { throw $fakeHost['eventsUnreadable'] }
    return @($fakeHost['events'] | Where-Object { $_['log'] -eq $log -and $wanted -contains ('{0}|{1}' -f $_['provider'], $_['id']) } | Select-Object -First $most)
}

function Read-File([string]$path) {
    foreach ($file in @($fakeHost['disk'])) {
        if ($null -eq $file -or $file['path'] -ne $path.Replace('%SystemRoot%', 'C:\Windows').Replace('%ProgramFiles%', 'C:\Program Files')) { continue }
        if ($file['deny']) { throw 'denied' }
        $read = @{ path = $path }
        if ($file.ContainsKey('version')) { $read['version'] = $file['version'] }
        return $read
    }
}

function Get-AccountName([string]$sid) {
    foreach ($account in @($fakeHost['accounts'])) { if ($null -ne $account -and $account['sid'] -eq $sid) { return $account['name'] } }
    return ''
}
