# What a run touches in the registry, as it was before: text that regedit and `reg import` take. Last change first, as an undo goes. A key that was
# absent is only named in a comment: to delete a key takes away what others put into it, too.
$regEnd = "`r`n"
$regRoots = @{ HKLM = 'HKEY_LOCAL_MACHINE'; HKU = 'HKEY_USERS' }
$regHex = @{ REG_NONE = 'hex(0)'; REG_SZ = 'hex(1)'; REG_EXPAND_SZ = 'hex(2)'; REG_BINARY = 'hex'; REG_MULTI_SZ = 'hex(7)'; REG_QWORD = 'hex(b)' }

function Get-RegText($changes) {
    $lines = New-Object System.Collections.ArrayList
    [void]$lines.Add('Windows Registry Editor Version 5.00')
    for ($at = $changes.Count - 1; $at -ge 0; $at--) {
        $change = $changes[$at]
        if ($change['resource']['kind'] -cne 'registry-value' -or $change['before']['status'] -ceq 'unreadable') { continue }
        [void]$lines.Add('')
        if (Test-RegWritable $change['resource']) { foreach ($line in @(Get-RegLines $change['resource'] $change['before'])) { [void]$lines.Add($line) } }
        else { [void]$lines.Add('; change {0} has a name that cannot be written here' -f $change['id']) }
    }
    return ($lines -join $regEnd) + $regEnd
}

function Get-RegLines($resource, $before) {
    '[{0}]' -f (Get-RegPath $resource $resource['key'])
    $name = '@'
    if ($resource['name'] -cne '') { $name = Get-RegQuoted $resource['name'] }
    if ($before['status'] -ceq 'absent') { '{0}=-' -f $name }
    else { '{0}={1}' -f $name, (Get-RegData $before['value']) }
    if ($before.ContainsKey('from')) { '; when it is empty:'; ';[-{0}]' -f (Get-RegPath $resource $before['from']) }
}

# As regedit sees it, which is where a person imports it: the 32-bit view by its place, where there is one.
function Get-RegPath($resource, [string]$key) {
    $isRedirected = (Test-SecondRegistryView) -and $resource['hive'] -ceq 'HKLM' -and $resource['view'] -eq 32 -and
        $key.StartsWith('SOFTWARE\', [StringComparison]::OrdinalIgnoreCase) -and
        -not ($key + '\').StartsWith('SOFTWARE\Wow6432Node\', [StringComparison]::OrdinalIgnoreCase)
    if ($isRedirected) { $key = $key.Insert(9, 'Wow6432Node\') }
    return ('{0}\{1}' -f $regRoots[$resource['hive']], $key)
}

function Get-RegData($value) {
    $data = $value['data']
    switch -CaseSensitive ($value['kind']) {
        'REG_DWORD' { return ('dword:{0:x8}' -f [long]$data) }
        'REG_SZ' { if (Test-RegText $data) { return (Get-RegQuoted $data) } else { $hex = @(Get-RegUnits $data) + @('00', '00') } }
        'REG_EXPAND_SZ' { $hex = @(Get-RegUnits $data) + @('00', '00') }
        'REG_MULTI_SZ' { $hex = @(foreach ($text in $data) { Get-RegUnits $text; '00'; '00' }) + @('00', '00') }
        'REG_QWORD' { $hex = @(foreach ($byte in [BitConverter]::GetBytes([uint64]::Parse($data))) { '{0:x2}' -f $byte }) }
        default { $hex = @(for ($at = 0; $at -lt $data.Length; $at += 2) { $data.Substring($at, 2) }) }
    }
    return ('{0}:{1}' -f $regHex[$value['kind']], (Get-RegWrapped $hex))
}

# Character by character: an encoder would replace what is no whole character.
function Get-RegUnits([string]$text) {
    foreach ($character in $text.ToCharArray()) { '{0:x2}' -f ([int]$character -band 255); '{0:x2}' -f ([int]$character -shr 8) }
}

function Get-RegWrapped($hex) {
    $rows = @(for ($at = 0; $at -lt $hex.Count; $at += 20) { $hex[$at..([Math]::Min($at + 19, $hex.Count - 1))] -join ',' })
    return $rows -join (',\' + $regEnd + '  ')
}

function Get-RegQuoted([string]$text) { return ('"{0}"' -f $text.Replace('\', '\\').Replace('"', '\"')) }

function Test-RegWritable($resource) { return (Test-RegText $resource['key']) -and (Test-RegText $resource['name']) }

# No control characters, and none that is half of one.
function Test-RegText([string]$text) { return $text -cnotmatch '[\x00-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]' }
