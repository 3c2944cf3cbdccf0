# The names of the keys right below one, by name.
$registryKeysShown = 1000

$facts['registry-keys'] = {
    param($ask)
    $isAsked = (Test-OneOf $ask 'hive' @('HKLM', 'HKU')) -and $ask['key'] -is [string] -and $ask['view'] -is [long] -and (32, 64) -contains $ask['view']
    if (-not $isAsked) { throw 'the question does not say which key' }
    $view = [int]$ask['view']
    if (-not (Test-RegistryKey $ask['hive'] $view $ask['key'])) { return @{ exists = $false; keys = @(); capped = $false } }
    $keys = @(Get-RegistrySubkeys $ask['hive'] $view $ask['key'])
    return @{ exists = $true; keys = @($keys | Select-Object -First $registryKeysShown); capped = ($keys.Length -gt $registryKeysShown) }
}
