# Profiles of users, as ProfileList names them. Never HKCU: that is the hive of whoever runs this, or of nobody.
$profileListKey = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
$defaultSid = 'default'

# Nothing when Windows knows no such profile. The default profile is no user's: HKU\.DEFAULT, which sounds like it, is that of SYSTEM.
function Find-Profile([string]$sid) {
    if ($sid -ceq $defaultSid) {
        $path = Read-ProfileText $profileListKey 'Default'
        if ($path -cne '') { return @{ sid = $sid; path = $path; loaded = $false; kind = 'default' } }
        return
    }
    $key = '{0}\{1}' -f $profileListKey, $sid
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return }
    $path = Read-ProfileText $key 'ProfileImagePath'
    return @{ sid = $sid; path = $path; loaded = (Test-RegistryKey 'HKU' 64 $sid); kind = (Get-ProfileKind $sid $key $path) }
}

# The state of a profile is a set of bits: 0x1 mandatory, 0x800 temporary.
function Get-ProfileKind([string]$sid, [string]$key, [string]$path) {
    if ('S-1-5-18', 'S-1-5-19', 'S-1-5-20' -ccontains $sid) { return 'service' }
    if ($sid -cnotmatch '\AS-1-(5-21|12-1)-') { return 'virtual' }
    $state = [long]0
    $value = Read-RegistryData 'HKLM' 64 $key 'State'
    if ($null -ne $value -and $value['data'] -is [long]) { $state = $value['data'] }
    # The user's own, which could not be loaded, stands aside under the same name with .bak then.
    if (($state -band 2048) -ne 0 -or $path -cmatch '(?i)\\TEMP(\.[^\\]+)?\z' -or (Test-RegistryKey 'HKLM' 64 ($key + '.bak'))) { return 'temporary' }
    if (($state -band 1) -ne 0) { return 'mandatory' }
    return 'user'
}

function Get-Profiles {
    foreach ($name in @(Get-RegistrySubkeys 'HKLM' 64 $profileListKey)) {
        if ($name -cmatch '\A(S-1-[0-9-]+)\.bak\z') {
            @{ sid = $matches[1]; path = (Read-ProfileText ('{0}\{1}' -f $profileListKey, $name) 'ProfileImagePath'); loaded = $false; kind = 'backup' }
        }
        elseif ($name -cmatch '\AS-1-[0-9]+(-[0-9]+)+\z') { Find-Profile $name }
    }
    Find-Profile $defaultSid
}

# Nothing when its hive may be changed, else why not.
function Get-ProfileRefusal($user) {
    switch -CaseSensitive ($user['kind']) {
        'user' { return }
        'default' { return }
        'temporary' { return 'Windows could not load the profile of this user and gave out a temporary one.' }
        'mandatory' { return 'The profile is a mandatory one: changes are lost at log-off.' }
    }
    return 'The profile is not one of a user.'
}

# '' when there is no such text.
function Read-ProfileText([string]$key, [string]$name) {
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return '' }
    $value = Read-RegistryData 'HKLM' 64 $key $name
    if ($null -eq $value -or $value['data'] -isnot [string]) { return '' }
    return (Expand-SystemText $value['data'])
}
