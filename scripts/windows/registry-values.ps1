# Values of the registry, exactly: presence by the list of names, the kind, and the data as docs/line.md writes it, unexpanded.
function Read-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name) {
    Assert-ValueName $name
    return (Use-RegistryKey $hive $view $key $false {
            param($opened)
            $isThere = $false
            foreach ($each in $opened.GetValueNames()) { if (Test-SameName $each $name) { $isThere = $true } }
            if (-not $isThere) { return }
            $raw = $opened.GetValue($name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
            return (ConvertFrom-RegistryData ([string]$opened.GetValueKind($name)) $raw)
        })
}

function Get-RegistryValueNames([string]$hive, [int]$view, [string]$key) {
    return (Use-RegistryKey $hive $view $key $false { param($opened) $opened.GetValueNames() })
}

# All of a key at once, by name.
function Read-RegistryKeyData([string]$hive, [int]$view, [string]$key) {
    return @(Use-RegistryKey $hive $view $key $false {
            param($opened)
            $names = [string[]]$opened.GetValueNames()
            [array]::Sort($names, [StringComparer]::OrdinalIgnoreCase)
            foreach ($name in $names) {
                $raw = $opened.GetValue($name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
                @{ name = $name; read = (ConvertFrom-RegistryData ([string]$opened.GetValueKind($name)) $raw) }
            }
        })
}

function Write-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name, [string]$kind, $data) {
    Assert-ValueName $name
    $raw = ConvertTo-RegistryData $kind $data
    $rawKind = (Get-RegistryKinds)[$kind]
    [void](Use-RegistryKey $hive $view $key $true {
            param($opened)
            $opened.SetValue($name, $raw, $rawKind)
            $opened.Flush()
        })
}

function Remove-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name) {
    Assert-ValueName $name
    [void](Use-RegistryKey $hive $view $key $true {
            param($opened)
            $opened.DeleteValue($name, $false)
            $opened.Flush()
        })
}

function Assert-ValueName([string]$name) { if ($name.IndexOf([char]0) -ge 0) { throw 'not the name of a value: it holds a NUL' } }

function Get-RegistryKinds {
    return @{
        REG_SZ = [Microsoft.Win32.RegistryValueKind]::String; REG_EXPAND_SZ = [Microsoft.Win32.RegistryValueKind]::ExpandString
        REG_MULTI_SZ = [Microsoft.Win32.RegistryValueKind]::MultiString; REG_DWORD = [Microsoft.Win32.RegistryValueKind]::DWord
        REG_QWORD = [Microsoft.Win32.RegistryValueKind]::QWord; REG_BINARY = [Microsoft.Win32.RegistryValueKind]::Binary
        REG_NONE = [Microsoft.Win32.RegistryValueKind]::None
    }
}

# .NET hands out what it has when the data is not as long as its kind says: that is not the value.
function ConvertFrom-RegistryData([string]$kind, $raw) {
    switch -CaseSensitive ($kind) {
        'String' { return @{ kind = 'REG_SZ'; data = [string]$raw } }
        'ExpandString' { return @{ kind = 'REG_EXPAND_SZ'; data = [string]$raw } }
        'MultiString' { return @{ kind = 'REG_MULTI_SZ'; data = @($raw | ForEach-Object { [string]$_ }) } }
        'DWord' {
            if ($raw -isnot [int]) { throw 'a REG_DWORD that is not 4 bytes long' }
            return @{ kind = 'REG_DWORD'; data = [long][BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$raw), 0) }
        }
        'QWord' {
            if ($raw -isnot [long]) { throw 'a REG_QWORD that is not 8 bytes long' }
            return @{ kind = 'REG_QWORD'; data = [BitConverter]::ToUInt64([BitConverter]::GetBytes([long]$raw), 0).ToString([Globalization.CultureInfo]::InvariantCulture) }
        }
        'Binary' { return @{ kind = 'REG_BINARY'; data = (ConvertTo-Hex $raw) } }
        'None' { return @{ kind = 'REG_NONE'; data = (ConvertTo-Hex $raw) } }
    }
    return @{ kind = $kind; data = '' }
}

function ConvertTo-RegistryData([string]$kind, $data) {
    switch -CaseSensitive ($kind) {
        'REG_MULTI_SZ' { return , [string[]]@($data) }
        'REG_DWORD' { return [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$data), 0) }
        'REG_QWORD' { return [BitConverter]::ToInt64([BitConverter]::GetBytes([uint64]::Parse($data, [Globalization.CultureInfo]::InvariantCulture)), 0) }
        'REG_BINARY' { return , (ConvertFrom-Hex $data) }
        'REG_NONE' { return , (ConvertFrom-Hex $data) }
    }
    return [string]$data
}

function ConvertTo-Hex($bytes) {
    if ($bytes -isnot [byte[]]) { throw 'the data could not be read as bytes' }
    return [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
}

function ConvertFrom-Hex([string]$hex) {
    $bytes = New-Object byte[] ($hex.Length / 2)
    for ($at = 0; $at -lt $bytes.Length; $at++) { $bytes[$at] = [byte]::Parse($hex.Substring(2 * $at, 2), [Globalization.NumberStyles]::AllowHexSpecifier) }
    return , $bytes
}
