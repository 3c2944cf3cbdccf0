# Hives in files, played: what lies in one stands below HKEY_USERS while it is mounted.
function Find-FakeHive($state, [string]$member, [string]$text) {
    if (-not $state.ContainsKey('hives')) { return }
    foreach ($hive in $state['hives']) { if ($hive.ContainsKey($member) -and (Test-SameName $hive[$member] $text)) { return $hive } }
}

function Mount-HiveFile([string]$name, [string]$file) {
    $state = Get-FakeState
    $hive = Find-FakeHive $state 'file' $file
    if ($null -eq $hive) { throw 'The system cannot find the file specified.' }
    if ($hive.ContainsKey('deny')) { throw 'Access is denied.' }
    if ($hive.ContainsKey('inUse') -or $hive.ContainsKey('mountedAs')) { throw 'The process cannot access the file because it is being used by another process.' }
    $hive['mountedAs'] = $name
    $path = 'HKU\' + $name
    [void](Get-FakeKey $state $path)
    foreach ($key in @($hive['keys'])) {
        if ($key['path'] -ceq '') { $state['registry'].Remove((Find-FakeKey $state $path)); $key['path'] = $path }
        else { $key['path'] = '{0}\{1}' -f $path, $key['path'] }
        [void]$state['registry'].Add($key)
    }
    $hive['keys'] = New-Object System.Collections.ArrayList
    Save-FakeState
}

function Dismount-HiveFile([string]$name) {
    $state = Get-FakeState
    $hive = Find-FakeHive $state 'mountedAs' $name
    if ($null -eq $hive) { return }
    if ($hive.ContainsKey('heldOpen') -and $hive['heldOpen'] -ne 0) {
        if ($hive['heldOpen'] -gt 0) { $hive['heldOpen'] = $hive['heldOpen'] - 1; Save-FakeState }
        throw 'Access is denied.'
    }
    $path = 'HKU\' + $name
    foreach ($key in @($state['registry'])) {
        if (-not ($key['path'] + '\').StartsWith($path + '\', [StringComparison]::OrdinalIgnoreCase)) { continue }
        $state['registry'].Remove($key)
        $key['path'] = $key['path'].Substring($path.Length).TrimStart([char]92)
        [void]$hive['keys'].Add($key)
    }
    $hive.Remove('mountedAs')
    Save-FakeState
}

function Test-HiveFileInUse([string]$file) {
    $hive = Find-FakeHive (Get-FakeState) 'file' $file
    return $null -ne $hive -and $hive.ContainsKey('inUse')
}

function Find-AccountName([string]$sid) {
    $state = Get-FakeState
    if ($state.ContainsKey('accounts')) { foreach ($account in $state['accounts']) { if ($account['sid'] -ceq $sid) { return $account['name'] } } }
    return ''
}

function Expand-SystemText([string]$text) { return $text -replace '%SystemDrive%', 'C:' }
