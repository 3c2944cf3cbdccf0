# Keys of the registry, always in a stated view. Everything is opened for one call and closed again: an open handle keeps a user's hive
# from being unloaded. A key is a path without the hive; only keys and names that Windows takes as they are get this far.
function Use-RegistryKey([string]$hive, [int]$view, [string]$key, [bool]$toWrite, $work) {
    $roots = @{ HKLM = [Microsoft.Win32.RegistryHive]::LocalMachine; HKU = [Microsoft.Win32.RegistryHive]::Users }
    $views = @{ 32 = [Microsoft.Win32.RegistryView]::Registry32; 64 = [Microsoft.Win32.RegistryView]::Registry64 }
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey($roots[$hive], $views[$view])
    $opened = $null
    try {
        if ($key -ceq '') { return (& $work $root) }
        Assert-KeyPath $key
        $opened = $root.OpenSubKey($key, $toWrite)
        if ($null -ne $opened) { return (& $work $opened) }
    }
    finally {
        if ($null -ne $opened) { $opened.Close() }
        $root.Close()
    }
}

# Windows would cut a name at a NUL, and .NET would forgive a doubled backslash: both name another key than they say.
function Assert-KeyPath([string]$key) {
    if ($key.IndexOf([char]0) -ge 0) { throw 'not a key of the registry: it holds a NUL' }
    foreach ($name in $key.Split([char]92)) { if ($name -ceq '') { throw 'not a key of the registry: an empty name is in its path' } }
}

# A Windows of 32 bits has one view, by whichever number it is asked for.
function Test-SecondRegistryView { return [Environment]::Is64BitOperatingSystem }

# A key that may not be opened is there.
function Test-RegistryKey([string]$hive, [int]$view, [string]$key) {
    try { return $null -ne (Use-RegistryKey $hive $view $key $false { param($opened) $true }) }
    catch {
        $exception = $_.Exception.GetBaseException()
        if ($exception -is [System.Security.SecurityException] -or $exception -is [System.UnauthorizedAccessException]) { return $true }
        throw
    }
}

# By name. Nothing when the key does not exist.
function Get-RegistrySubkeys([string]$hive, [int]$view, [string]$key) {
    $names = @(Use-RegistryKey $hive $view $key $false { param($opened) $opened.GetSubKeyNames() })
    [array]::Sort($names, [StringComparer]::OrdinalIgnoreCase)
    return $names
}

# One level: the parent has to be there.
function New-RegistryKey([string]$hive, [int]$view, [string]$key) {
    $parent, $name = Split-Key $key
    [void](Use-RegistryKey $hive $view $parent $true {
            param($opened)
            $created = $opened.CreateSubKey($name)
            $created.Flush()
            $created.Close()
        })
}

# Says whether it was removed: never with a value or a key below it.
function Remove-EmptyRegistryKey([string]$hive, [int]$view, [string]$key) {
    $count = Use-RegistryKey $hive $view $key $false { param($opened) $opened.SubKeyCount + $opened.ValueCount }
    if ($count -ne 0) { return $false }
    $parent, $name = Split-Key $key
    [void](Use-RegistryKey $hive $view $parent $true {
            param($opened)
            $opened.DeleteSubKey($name, $false)
            $opened.Flush()
        })
    return $true
}

function Split-Key([string]$key) {
    Assert-KeyPath $key
    $cut = $key.LastIndexOf([char]92)
    if ($cut -lt 0) { return @('', $key) }
    return @($key.Substring(0, $cut), $key.Substring($cut + 1))
}
