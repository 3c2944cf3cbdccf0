# Every service that depends on this one, however far away, in the order in which a stop has to take them: the longest chain first,
# equals by name. Gives entries of Get-ServiceEntry.
function Get-Dependents([string]$name) {
    $depths = New-Table
    $entries = New-Table
    Add-Dependents $name 1 $depths $entries
    $ordered = New-Object System.Collections.SortedList ([StringComparer]::Ordinal)
    foreach ($folded in $depths.get_Keys()) { $ordered['{0:d6} {1}' -f (999999 - $depths[$folded]), $folded] = $entries[$folded] }
    return @($ordered.get_Values())
}

function Add-Dependents([string]$name, [int]$depth, $depths, $entries) {
    # A circle of dependencies cannot be started, but it can be configured.
    if ($depth -gt 1000) { return }
    foreach ($dependent in @(Get-DirectDependents $name)) {
        $folded = $dependent['name'].ToUpperInvariant()
        if ($depths.ContainsKey($folded) -and $depths[$folded] -ge $depth) { continue }
        if ($depth -gt $entries.Count + 1) { continue }
        $depths[$folded] = $depth
        $entries[$folded] = $dependent
        Add-Dependents $dependent['name'] ($depth + 1) $depths $entries
    }
}
