# All values of a key and of the keys below it, when nobody knows their names beforehand. What may not be read makes it unknown as a whole.
$treeValuesShown = 1000
$treeKeysWalked = 5000
$treeDataLength = 4096

$facts['registry-tree'] = {
    param($ask)
    $isAsked = (Test-OneOf $ask 'hive' @('HKLM', 'HKU')) -and $ask['key'] -is [string] -and $ask['view'] -is [long] -and (32, 64) -contains $ask['view']
    if (-not $isAsked) { throw 'the question does not say which key' }
    $hive = $ask['hive']
    $view = [int]$ask['view']
    if (-not (Test-RegistryKey $hive $view $ask['key'])) { return @{ exists = $false; values = @(); capped = $false } }
    $values = New-Object System.Collections.ArrayList
    $waiting = New-Object System.Collections.Stack
    $waiting.Push('')
    $walked = 0
    while ($waiting.Count -gt 0 -and $walked -lt $treeKeysWalked -and $values.Count -le $treeValuesShown) {
        $below = $waiting.Pop()
        $walked++
        foreach ($value in @(Read-RegistryKeyData $hive $view ($ask['key'] + $below))) {
            $data = ''
            if ($null -eq (Get-RegistryDataRefusal $value['read'])) { $data = Get-ShortData $value['read']['data'] }
            [void]$values.Add(@{ key = $below.TrimStart([char]92); name = $value['name']; kind = $value['read']['kind']; data = $data })
        }
        $subkeys = @(Get-RegistrySubkeys $hive $view ($ask['key'] + $below))
        [array]::Reverse($subkeys)
        foreach ($name in $subkeys) { $waiting.Push($below + '\' + $name) }
    }
    $shown = @($values | Select-Object -First $treeValuesShown)
    return @{ exists = $true; values = $shown; capped = ($waiting.Count -gt 0 -or $values.Count -gt $shown.Length) }
}

# Null for what is longer than anybody wants to read.
function Get-ShortData($data) {
    $length = 0
    foreach ($each in @($data)) { $length += ([string]$each).Length + 1 }
    if ($length -gt $treeDataLength) { return $null }
    # Whoever takes it would unroll a list.
    return , $data
}
