# Windows as a file (docs/host-state.md): read anew when somebody changed it, written by temp file and rename after every change.
$fake = @{ path = $env:SETRIGHT_HOST_STATE; stamp = ''; state = $null; process = $null }

function Get-FakeState {
    $file = New-Object System.IO.FileInfo $fake['path']
    $stamp = '{0}:{1}' -f $file.LastWriteTimeUtc.Ticks, $file.Length
    if ($stamp -cne $fake['stamp']) {
        $fake['state'] = ConvertFrom-LineJson ([System.IO.File]::ReadAllText($fake['path']))
        $fake['stamp'] = $stamp
    }
    Complete-PendingServices $fake['state']
    return $fake['state']
}

function Save-FakeState {
    $temporary = '{0}.{1}.tmp' -f $fake['path'], $PID
    [System.IO.File]::WriteAllText($temporary, (ConvertTo-LineJson $fake['state']) + "`n")
    [System.IO.File]::Move($temporary, $fake['path'], $true)
    $file = New-Object System.IO.FileInfo $fake['path']
    $fake['stamp'] = '{0}:{1}' -f $file.LastWriteTimeUtc.Ticks, $file.Length
}

# A change of a setting; the record's own files are none.
function Save-FakeWrite {
    $fake['state']['writes'] = [long]$fake['state']['writes'] + 1
    Save-FakeState
}

function ConvertTo-FakeTime([datetime]$time) { return $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture) }

function ConvertFrom-FakeTime([string]$text) {
    return [datetime]::Parse($text, [Globalization.CultureInfo]::InvariantCulture, [Globalization.DateTimeStyles]::RoundtripKind).ToUniversalTime()
}

# Without a clock of its own the host has the real one.
function Get-FakeNow($state) {
    if ($state.ContainsKey('clock')) { return (ConvertFrom-FakeTime $state['clock']) }
    return [datetime]::UtcNow
}

function Get-NextPid($state) {
    $highest = [long]0
    foreach ($each in @($state['processes']) + @($state['services'])) { if ($each['pid'] -gt $highest) { $highest = $each['pid'] } }
    return $highest + 1
}
