# Bounded: a terminal server runs a program a thousand times, and each asks for its owner.
$listedProcesses = 100

$facts['processes'] = {
    param($ask)
    $name = $ask['name']
    if ($name -isnot [string] -or $name -ceq '') { throw 'the question does not say which program' }
    if ($name.EndsWith('.exe', [StringComparison]::OrdinalIgnoreCase)) { $name = $name.Substring(0, $name.Length - 4) }
    return (Get-ProgramProcesses $name $listedProcesses)
}
