# A registry value of the user's hive, wherever that is mounted; states tell keys from its root on.
$getState['user-registry-value'] = {
    param($resource)
    try {
        $user = Find-Profile $resource['sid']
        if ($null -eq $user) { return (New-Absent 'profile') }
        $refusal = Get-HiveRefusal $user $resource
        if ($null -ne $refusal) { return (New-Unreadable $refusal) }
        $root = Find-HiveRoot $user
        if ($null -eq $root) {
            $state = New-Unreadable 'The hive is not loaded.'
            $state['hive'] = 'not-loaded'
            return $state
        }
        $state = & $getState['registry-value'] (Get-HiveValue $root $resource)
        if (-not $state.ContainsKey('from')) { return $state }
        if (-not $state['from'].StartsWith($root + '\', [StringComparison]::Ordinal)) { return (New-Unreadable 'The hive was unloaded while it was read.') }
        return (New-Absent 'key' $state['from'].Substring($root.Length + 1))
    }
    catch { return (New-Unreadable (Get-ErrorText $_)) }
}

function Get-HiveValue([string]$root, $resource) {
    return @{ kind = 'registry-value'; hive = 'HKU'; view = 64; key = ('{0}\{1}' -f $root, $resource['key']); name = $resource['name'] }
}

# Nothing when it is the hive that the resource means, and one that may be changed.
function Get-HiveRefusal($user, $resource) {
    $refusal = Get-ProfileRefusal $user
    if ($null -ne $refusal) { return $refusal }
    if (-not (Test-SameName $user['path'] $resource['profile'])) { return ('The profile of this user lies at {0} now.' -f $user['path']) }
}
