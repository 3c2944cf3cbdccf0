# How many PST files the Outlook profiles of each user name; a file that several profiles name counts once. Only hives that Windows has loaded:
# nobody's is mounted to count. Outlook 2013 and later keep profiles under their own number, before they lay with MAPI.
$outlookProfileKeys = @(
    'Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles', 'Software\Microsoft\Office\15.0\Outlook\Profiles',
    'Software\Microsoft\Office\16.0\Outlook\Profiles'
)
$pstPathValue = '001f6700'
$profileKeysWalked = 5000

$facts['outlook-data-files'] = {
    param($ask)
    $users = @(foreach ($user in @(Get-Profiles)) {
            if (-not $user['loaded'] -or $user['kind'] -cne 'user') { continue }
            try { @{ sid = $user['sid']; status = 'counted'; files = (Measure-DataFiles $user['sid']) } }
            catch { @{ sid = $user['sid']; status = 'unreadable'; why = (Get-ErrorText $_) } }
        })
    return @{ users = $users }
}

function Measure-DataFiles([string]$sid) {
    $files = New-Table
    $waiting = New-Object System.Collections.Stack
    foreach ($key in $outlookProfileKeys) { if (Test-RegistryKey 'HKU' 64 ($sid + '\' + $key)) { $waiting.Push($sid + '\' + $key) } }
    $walked = 0
    while ($waiting.Count -gt 0) {
        $walked++
        if ($walked -gt $profileKeysWalked) { throw ('there are more than {0} keys of Outlook profiles' -f $profileKeysWalked) }
        $key = $waiting.Pop()
        foreach ($value in @(Read-RegistryKeyData 'HKU' 64 $key)) {
            if ((Test-SameName $value['name'] $pstPathValue) -and $value['read']['kind'] -ceq 'REG_BINARY') { $files[[string]$value['read']['data']] = $true }
        }
        foreach ($name in @(Get-RegistrySubkeys 'HKU' 64 $key)) { $waiting.Push($key + '\' + $name) }
    }
    return [long]$files.Count
}
