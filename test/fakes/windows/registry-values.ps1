function Find-FakeValue($key, [string]$name) {
    if ($null -eq $key) { return }
    foreach ($value in $key['values']) { if (Test-SameName $value['name'] $name) { return $value } }
}

function Read-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    Assert-FakeAccess $state $path $false
    $value = Find-FakeValue (Find-FakeKey $state $path) $name
    if ($null -eq $value) { return }
    $found = New-Table
    $found['kind'] = $value['kind']
    $found['data'] = $value['data']
    return $found
}

function Get-RegistryValueNames([string]$hive, [int]$view, [string]$key) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    Assert-FakeAccess $state $path $false
    $found = Find-FakeKey $state $path
    if ($null -ne $found) { foreach ($value in $found['values']) { $value['name'] } }
}

function Read-RegistryKeyData([string]$hive, [int]$view, [string]$key) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    Assert-FakeAccess $state $path $false
    $found = Find-FakeKey $state $path
    if ($null -eq $found) { return }
    foreach ($value in @($found['values'] | Sort-Object -Property { $_['name'].ToUpperInvariant() } -Culture '')) {
        @{ name = $value['name']; read = @{ kind = $value['kind']; data = $value['data'] } }
    }
}

function Write-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name, [string]$kind, $data) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    Assert-FakeAccess $state $path $true
    $found = Get-FakeKey $state $path
    $value = Find-FakeValue $found $name
    if ($null -eq $value) {
        $value = New-Table
        $value['name'] = $name
        [void]$found['values'].Add($value)
    }
    $value['kind'] = $kind
    $value['data'] = $data
    Save-FakeWrite
}

function Remove-RegistryData([string]$hive, [int]$view, [string]$key, [string]$name) {
    $state = Get-FakeState
    $path = Get-FakePath $hive $view $key
    $found = Find-FakeKey $state $path
    $value = Find-FakeValue $found $name
    if ($null -eq $value) { return }
    Assert-FakeAccess $state $path $true
    $found['values'].Remove($value)
    Save-FakeWrite
}
