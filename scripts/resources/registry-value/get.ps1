$getState['registry-value'] = {
    param($resource)
    $hive = $resource['hive']; $view = $resource['view']; $key = $resource['key']
    try {
        if (-not (Test-RegistryKey $hive $view $key)) { return (New-Absent 'key' (Get-HighestMissingKey $hive $view $key)) }
        $value = Read-RegistryData $hive $view $key $resource['name']
        if ($null -eq $value) { return (New-Absent 'value') }
        $refusal = Get-RegistryDataRefusal $value
        if ($null -ne $refusal) { return (New-Unreadable $refusal) }
        return (New-Present $value)
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}

# What a set would have to create from there down, and an undo may remove again.
function Get-HighestMissingKey([string]$hive, [int]$view, [string]$key) {
    foreach ($path in @(Get-KeyPaths $key)) { if (-not (Test-RegistryKey $hive $view $path)) { return $path } }
    throw 'The key came into being while it was looked for.'
}

# 'A\B\C' gives 'A', 'A\B', 'A\B\C'.
function Get-KeyPaths([string]$key) {
    $path = ''
    foreach ($name in $key.Split([char]92)) {
        if ($path -cne '') { $path += '\' }
        $path += $name
        $path
    }
}
