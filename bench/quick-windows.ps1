# Laid over test/fakes/windows for measuring: it finds by table and writes no file, so that what grows is ours and not the fake's.
$valueTables = @{}

function Get-FakeState {
    if ($null -eq $fake['state']) { $fake['state'] = ConvertFrom-LineJson ([System.IO.File]::ReadAllText($fake['path'])) }
    return $fake['state']
}

function Save-FakeState { }

# Values are only ever added at the end here.
function Find-FakeValue($key, [string]$name) {
    if ($null -eq $key) { return }
    if ($null -eq $valueTables[$key['path']]) { $valueTables[$key['path']] = @{} }
    $table = $valueTables[$key['path']]
    for ($at = $table.get_Count(); $at -lt $key['values'].Count; $at++) { $table[$key['values'][$at]['name']] = $key['values'][$at] }
    return $table[$name]
}
