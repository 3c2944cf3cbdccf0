# The registry as .NET 2.0 has it: no view can be chosen, the 32-bit one is named by its place. A 32-bit Windows has one view only: there the
# place of the 32-bit one is read where everything is.
function Get-RealPath([string]$path) {
    if ((Test-64BitWindows)) { return $path }
    return ($path -replace '(?i)\A(HKLM\\SOFTWARE)\\Wow6432Node(\\|\z)', '$1$2')
}

function Open-Key([string]$path) {
    $names = (Get-RealPath $path).Split([char[]]@([char]92), 2)
    $root = [Microsoft.Win32.Registry]::LocalMachine
    if ($names[0] -eq 'HKU') { $root = [Microsoft.Win32.Registry]::Users }
    if ($names.Length -eq 1) { return $root }
    return $root.OpenSubKey($names[1], $false)
}

# Nothing when there is no such key; throws when it may not be read.
function Read-Key([string]$path) {
    $key = Open-Key $path
    if ($null -eq $key) { return }
    try {
        $values = New-Object System.Collections.ArrayList
        foreach ($name in @($key.GetValueNames())) { [void]$values.Add((Read-Value $key $name)) }
        return @{ values = $values; subkeys = @($key.GetSubKeyNames()) }
    }
    finally { $key.Close() }
}

# Data that is very long, and kinds that nobody sets, keep their name only: such a value counts as unreadable.
function Read-Value($key, [string]$name) {
    $kind = [string]$key.GetValueKind($name)
    $raw = $key.GetValue($name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
    $data = $null
    if ($kind -ceq 'String' -or $kind -ceq 'ExpandString') { $data = [string]$raw }
    if ($kind -ceq 'MultiString') { $data = [string[]]$raw }
    if ($kind -ceq 'DWord') { $data = [long][BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$raw), 0) }
    if ($kind -ceq 'QWord') { $data = [BitConverter]::ToUInt64([BitConverter]::GetBytes([long]$raw), 0).ToString([System.Globalization.CultureInfo]::InvariantCulture) }
    if ($kind -ceq 'Binary') { $data = [BitConverter]::ToString([byte[]]$raw).Replace('-', '').ToLowerInvariant() }
    $names = @{ String = 'REG_SZ'; ExpandString = 'REG_EXPAND_SZ'; MultiString = 'REG_MULTI_SZ'; DWord = 'REG_DWORD'; QWord = 'REG_QWORD'; Binary = 'REG_BINARY' }
    if ($null -eq $data) { return @{ name = $name; kind = 'REG_UNKNOWN'; data = '' } }
    if (([string]::Join('', [string[]]@($data))).Length -gt 65536) { return @{ name = $name; kind = 'REG_TOO_LONG'; data = '' } }
    return @{ name = $name; kind = $names[$kind]; data = $data }
}

function Read-Data([string]$path, [string]$name, $otherwise) {
    $found = Read-Key $path
    if ($null -ne $found) { foreach ($value in $found['values']) { if ($value['name'] -eq $name) { return $value['data'] } } }
    return $otherwise
}
