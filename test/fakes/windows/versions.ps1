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
