# The three answers (docs/line.md): never folded into one another.
function New-Absent([string]$missing, [string]$from) {
    $state = @{ status = 'absent'; missing = $missing }
    if ($from -cne '') { $state['from'] = $from }
    return $state
}

function New-Unreadable([string]$why) { return @{ status = 'unreadable'; why = $why } }

function New-Present($value) { return @{ status = 'present'; value = $value } }

# Exact: texts by code unit, whatever the culture; "a" is not "A".
function Test-SameState($left, $right) {
    return [string]::Equals((ConvertTo-LineJson $left), (ConvertTo-LineJson $right))
}

# Names of Windows (keys, values, services, runs) are compared without regard to case.
function Test-SameName([string]$left, [string]$right) {
    return [string]::Equals($left, $right, [StringComparison]::OrdinalIgnoreCase)
}

function Get-State($resource) { return (& $getState[$resource['kind']] $resource) }

function Assert-KnownKind([string]$kind, $table) {
    if (-not $table.ContainsKey($kind)) { throw (New-HostError 'unknown-kind' 'This host knows no such kind.') }
}
