# Files of the host's disk as the state file names them; a path that no variable leads to stays as it is.
$fakeVariables = @{ '%SystemRoot%' = 'C:\Windows'; '%ProgramFiles%' = 'C:\Program Files'; '%SystemDrive%' = 'C:' }

function Get-FakeDiskPath([string]$path) {
    foreach ($name in @($fakeVariables.get_Keys())) {
        if ($path.StartsWith($name + '\', [StringComparison]::OrdinalIgnoreCase)) { return $fakeVariables[$name] + $path.Substring($name.Length) }
    }
    return $path
}

function Get-FileVersion([string]$path) {
    $file = Get-FakeDiskPath $path
    if ($file -cnotmatch '\A[A-Za-z]:\\') { throw 'not a full path on this computer' }
    $state = Get-FakeState
    if (-not $state.ContainsKey('disk')) { return }
    foreach ($each in $state['disk']) {
        if (-not (Test-SameName (Get-FakeDiskPath $each['path']) $file)) { continue }
        if ($each.ContainsKey('deny')) { throw ('Access to the path {0} is denied.' -f $file) }
        return [string]$each['version']
    }
}

function Find-Files([string]$folder, [string]$pattern, [int]$most) {
    $state = Get-FakeState
    if (-not $state.ContainsKey('disk')) { return }
    $found = @(foreach ($file in $state['disk']) {
            $path = Get-FakeDiskPath $file['path']
            $cut = $path.LastIndexOf([char]92)
            if ((Test-SameName $path.Substring(0, $cut) $folder) -and $path.Substring($cut + 1) -match $pattern) {
                @{ path = $path; size = [long]([string]$file['text']).Length; at = [string]$file['at'] }
            }
        })
    return @($found | Sort-Object -Stable -Descending -Property { $_['at'] } | Select-Object -First $most)
}

function Read-FileTail([string]$path, [int]$bytes) {
    foreach ($file in (Get-FakeState)['disk']) {
        if (-not (Test-SameName (Get-FakeDiskPath $file['path']) $path)) { continue }
        if ($file.ContainsKey('deny')) { throw ('Access to the path {0} is denied.' -f $path) }
        $text = [string]$file['text']
        return $text.Substring([Math]::Max(0, $text.Length - $bytes))
    }
}
