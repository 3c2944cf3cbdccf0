# What a registry value's data has to look like, kind by kind; read and written by the same rule. Gives nothing when it is so, else why not.
function Get-RegistryDataRefusal($value) {
    if ($value -isnot [hashtable] -or $value['kind'] -isnot [string]) { return 'not a registry value' }
    $kind = $value['kind']
    $data = $value['data']
    $isData = $false
    switch -CaseSensitive ($kind) {
        'REG_SZ' { $isData = $data -is [string] }
        'REG_EXPAND_SZ' { $isData = $data -is [string] }
        # An empty line ends the list for some readers, and a NUL a line: what is in the registry then cannot be told to the byte.
        'REG_MULTI_SZ' { $isData = $data -is [System.Collections.IList] -and @($data | Where-Object { $_ -isnot [string] -or $_ -ceq '' -or $_.IndexOf([char]0) -ge 0 }).Count -eq 0 }
        'REG_DWORD' { $isData = $data -is [long] -and $data -ge 0 -and $data -le 4294967295 }
        'REG_QWORD' {
            $number = [uint64]0
            $isData = $data -is [string] -and $data -cmatch '\A(0|[1-9][0-9]{0,19})\z' -and [uint64]::TryParse($data, [ref]$number)
        }
        'REG_BINARY' { $isData = $data -is [string] -and $data -cmatch '\A([0-9a-f]{2})*\z' }
        'REG_NONE' { $isData = $data -is [string] -and $data -cmatch '\A([0-9a-f]{2})*\z' }
        default { return 'registry values of kind {0} are not read' -f $kind }
    }
    if (-not $isData) { return 'not the data of a {0}' -f $kind }
}
