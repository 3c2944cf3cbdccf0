$setState['user-registry-value'] = {
    param($resource, $want)
    $user = Find-Profile $resource['sid']
    if ($null -eq $user) { throw 'There is no such profile.' }
    $refusal = Get-HiveRefusal $user $resource
    if ($null -ne $refusal) { throw $refusal }
    $root = Find-HiveRoot $user
    if ($null -eq $root) { throw 'The hive is not loaded.' }
    $wanted = $want
    if ($want['status'] -ceq 'absent' -and $want.ContainsKey('from')) { $wanted = New-Absent 'key' ('{0}\{1}' -f $root, $want['from']) }
    & $setState['registry-value'] (Get-HiveValue $root $resource) $wanted
}
