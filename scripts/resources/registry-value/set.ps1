$setState['registry-value'] = {
    param($resource, $want)
    $hive = $resource['hive']; $view = $resource['view']; $key = $resource['key']; $name = $resource['name']
    if ($want['status'] -ceq 'absent') { Remove-RegistryValue $hive $view $key $name $want['from']; return }
    if ($want['status'] -cne 'present') { throw 'unreadable is not a state that can be set' }
    $refusal = Get-RegistryDataRefusal $want['value']
    if ($null -ne $refusal) { throw $refusal }
    # One level at a time: cut off in between, each is a state that undo knows for ours.
    foreach ($path in @(Get-KeyPaths $key)) { if (-not (Test-RegistryKey $hive $view $path)) { New-RegistryKey $hive $view $path } }
    Write-RegistryData $hive $view $key $name $want['value']['kind'] $want['value']['data']
}

# With `$from`, the keys from the deepest up to it go too, as long as they are empty. Never a tree.
function Remove-RegistryValue([string]$hive, [int]$view, [string]$key, [string]$name, [string]$from) {
    $paths = @(Get-KeyPaths $key)
    if ($from -cne '' -and @($paths | Where-Object { Test-SameName $_ $from }).Count -eq 0) { throw 'the highest key to remove is no part of the key' }
    if (Test-RegistryKey $hive $view $key) { Remove-RegistryData $hive $view $key $name }
    if ($from -ceq '') { return }
    for ($level = $paths.Length - 1; $level -ge 0; $level--) {
        if (Test-RegistryKey $hive $view $paths[$level]) {
            if (-not (Remove-EmptyRegistryKey $hive $view $paths[$level])) { return }
        }
        if (Test-SameName $paths[$level] $from) { return }
    }
}
