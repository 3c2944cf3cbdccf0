# Hives of users who are not logged on: mounted below HKEY_USERS under a name of ours, as briefly as can be, for a user who logs on meanwhile is given
# a temporary profile. The name tells the process that made the mount: what a dead one left is found and taken away.
$unloadTries = 5

function Get-OwnMountPrefix {
    $own = Get-OwnProcess
    return ('Setright-{0}-{1}-' -f $own['pid'], ($own['startedAt'] -creplace '[^0-9]', ''))
}

# All mounts of ours: sid, name, alive.
function Get-HiveMounts {
    foreach ($name in @(Get-RegistrySubkeys 'HKU' 64 '')) {
        if ($name -cnotmatch '\ASetright-([0-9]{1,10})-([0-9]{17})?-(default|S-1-[0-9-]+)\z') { continue }
        $id = [long]$matches[1]; $digits = [string]$matches[2]; $sid = $matches[3]
        $start = ''
        if ($digits -cne '') { $start = $digits -creplace '\A(....)(..)(..)(..)(..)(..)(...)\z', '$1-$2-$3T$4:$5:$6.$7Z' }
        @{ sid = $sid; name = $name; alive = (Test-ProcessAlive $id $start) }
    }
}

# The key below HKEY_USERS that is this profile's hive now; nothing when there is none. Our mount first: while we have the file, what Windows
# loaded under the SID is a temporary profile.
function Find-HiveRoot($user) {
    foreach ($mount in @(Get-HiveMounts)) { if ($mount['sid'] -ceq $user['sid']) { return $mount['name'] } }
    if ($user['loaded']) { return $user['sid'] }
}

function New-Mounting([string]$outcome, [string]$name, [string]$why) { return @{ outcome = $outcome; name = $name; why = $why } }

# Throws nothing that Windows says: outcome mounted, loaded (Windows has it itself), in-use or unreachable.
function Mount-Hive([string]$sid) {
    try {
        $user = Find-Profile $sid
        if ($null -eq $user) { return (New-Mounting 'unreachable' '' 'There is no such profile.') }
        $refusal = Get-ProfileRefusal $user
        if ($null -ne $refusal) { return (New-Mounting 'unreachable' '' $refusal) }
        $name = (Get-OwnMountPrefix) + $sid
        foreach ($mount in @(Get-HiveMounts)) {
            if ($mount['sid'] -cne $sid) { continue }
            if ($mount['name'] -ceq $name) { return (New-Mounting 'mounted' $name '') }
            if ($mount['alive']) { return (New-Mounting 'in-use' '' 'Another session of Setright has it mounted.') }
            $gone = Dismount-Hive $mount $false
            if ($gone['outcome'] -ceq 'left') { return (New-Mounting 'in-use' '' ('{0} could not be unloaded: {1}' -f $gone['name'], $gone['why'])) }
        }
        if ($user['loaded']) { return (New-Mounting 'loaded' '' '') }
        $file = $user['path'] + '\NTUSER.DAT'
        try { Mount-HiveFile $name $file }
        catch {
            $outcome = 'unreachable'
            if (Test-HiveFileInUse $file) { $outcome = 'in-use' }
            return (New-Mounting $outcome '' (Get-ErrorText $_))
        }
        return (New-Mounting 'mounted' $name '')
    }
    catch { return (New-Mounting 'unreachable' '' (Get-ErrorText $_)) }
}

# A handle that is still open somewhere keeps it from being unloaded: tried again, two seconds apart. Throws nothing.
function Dismount-Hive($mount, [bool]$tells) {
    $why = ''
    $outcome = 'left'
    for ($try = 1; $try -le $unloadTries; $try++) {
        try {
            Dismount-HiveFile $mount['name']
            if (-not (Test-RegistryKey 'HKU' 64 $mount['name'])) { $outcome = 'unmounted'; $why = ''; break }
            $why = 'It is still there after it was unloaded.'
        }
        catch { $why = Get-ErrorText $_ }
        if ($try -eq $unloadTries) { break }
        for ($second = 0; $second -lt 2; $second++) {
            if ($tells) { Send-Progress ('unloading ' + $mount['name']) (2 * $try - 2 + $second) }
            Wait-Second
        }
    }
    $loggedOn = $false
    try { $loggedOn = Test-RegistryKey 'HKU' 64 $mount['sid'] } catch { }
    return @{ sid = $mount['sid']; name = $mount['name']; outcome = $outcome; why = $why; loggedOn = $loggedOn }
}

# This session's own; one user's, or everybody's ('').
function Dismount-OwnHives([string]$sid, [bool]$tells) {
    try { $mounts = @(Get-HiveMounts) } catch { return }
    $own = Get-OwnMountPrefix
    foreach ($mount in $mounts) {
        $isOwn = $mount['name'].StartsWith($own, [StringComparison]::Ordinal)
        if ($isOwn -and ($sid -ceq '' -or $mount['sid'] -ceq $sid)) { Dismount-Hive $mount $tells }
    }
}

# What dead sessions of ours left.
function Dismount-LeftHives([bool]$tells) {
    try { $mounts = @(Get-HiveMounts) } catch { return }
    foreach ($mount in $mounts) { if (-not $mount['alive']) { Dismount-Hive $mount $tells } }
}

# An undo reaches what was changed, whoever has the hive now: what it had to mount, or another of our sessions had, is unmounted again.
function Use-Hive($resource, $work) {
    if ($resource['kind'] -cne 'user-registry-value') { return (& $work @{ why = '' }) }
    $mounting = Mount-Hive $resource['sid']
    try { return (& $work $mounting) }
    finally { foreach ($mount in @(Get-HiveMounts)) { if ($mount['sid'] -ceq $resource['sid']) { [void](Dismount-Hive $mount $true) } } }
}
