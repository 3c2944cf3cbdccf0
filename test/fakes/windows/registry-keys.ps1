function Test-SecondRegistryView { return $true }

# HKLM\SOFTWARE has a second tree for 32-bit programs; nothing else of what we name has.
function Get-FakePath([string]$hive, [int]$view, [string]$key) {
    $names = $key.Split([char]92)
    $isRedirected = $view -eq 32 -and $hive -ceq 'HKLM' -and (Test-SameName $names[0] 'SOFTWARE') -and
        ($names.Length -lt 2 -or -not (Test-SameName $names[1] 'Wow6432Node'))
    if ($isRedirected) { $names = @($names[0], 'Wow6432Node') + @($names | Select-Object -Skip 1) }
    return (@($hive) + $names) -join '\'
}

function Find-FakeKey($state, [string]$path) {
    foreach ($key in $state['registry']) { if (Test-SameName $key['path'] $path) { return $key } }
}

# Ancestors of a listed key exist too.
function Test-FakeKey($state, [string]$path) {
    $below = $path + '\'
    foreach ($key in $state['registry']) {
        if ((Test-SameName $key['path'] $path) -or $key['path'].StartsWith($below, [StringComparison]::OrdinalIgnoreCase)) { return $true }
    }
    return $false
}

function Assert-FakeAccess($state, [string]$path, [bool]$toWrite) {
    $key = Find-FakeKey $state $path
    if ($null -eq $key -or -not $key.ContainsKey('deny')) { return }
    if ($toWrite -or $key['deny'] -ceq 'read') { throw ('Access to {0} is denied.' -f $path) }
}

# The key itself, listed from now on if it was only an ancestor so far.
function Get-FakeKey($state, [string]$path) {
    $key = Find-FakeKey $state $path
    if ($null -ne $key) { return $key }
    $spelt = $path
    foreach ($each in $state['registry']) {
        if ($each['path'].StartsWith($path + '\', [StringComparison]::OrdinalIgnoreCase)) { $spelt = $each['path'].Substring(0, $path.Length) }
    }
    $key = New-Table
    $key['path'] = $spelt
    $key['values'] = New-Object System.Collections.ArrayList
    [void]$state['registry'].Add($key)
    return $key
}

function Test-RegistryKey([string]$hive, [int]$view, [string]$key) { return (Test-FakeKey (Get-FakeState) (Get-FakePath $hive $view $key)) }

function Get-RegistrySubkeys([string]$hive, [int]$view, [string]$key) {
    $path = (Get-FakePath $hive $view $key).TrimEnd([char]92)
    Assert-FakeAccess (Get-FakeState) $path $false
    $names = New-Object System.Collections.SortedList ([StringComparer]::Ordinal)
    foreach ($each in (Get-FakeState)['registry']) {
        if (-not $each['path'].StartsWith($path + '\', [StringComparison]::OrdinalIgnoreCase)) { continue }
        $name = $each['path'].Substring($path.Length + 1).Split([char]92)[0]
        if (-not $names.ContainsKey($name.ToUpperInvariant())) { $names[$name.ToUpperInvariant()] = $name }
    }
    return @($names.get_Values())
}

function New-RegistryKey([string]$hive, [int]$view, [string]$key) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    $parent = $path.Substring(0, $path.LastIndexOf([char]92))
    Assert-FakeAccess $state $parent $true
    $spelt = $parent
    foreach ($each in $state['registry']) {
        if (($each['path'] + '\').StartsWith($parent + '\', [StringComparison]::OrdinalIgnoreCase)) { $spelt = $each['path'].Substring(0, $parent.Length); break }
    }
    [void](Get-FakeKey $state ($spelt + $path.Substring($parent.Length)))
    Save-FakeWrite
}

# Its parent stays, even if no list ever named it.
function Remove-EmptyRegistryKey([string]$hive, [int]$view, [string]$key) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    $found = Find-FakeKey $state $path
    if ($null -eq $found -or $found['values'].Count -gt 0 -or @(Get-RegistrySubkeys $hive $view $key).Count -gt 0) { return $false }
    Assert-FakeAccess $state $path $true
    [void](Get-FakeKey $state $path.Substring(0, $path.LastIndexOf([char]92)))
    $state['registry'].Remove($found)
    Save-FakeWrite
    return $true
}
