# Who has left word that Windows has to be restarted, all of it in the registry. Each source answers for itself.
$servicingPending = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending'
$updateRequired = 'SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired'
$computerNames = 'SYSTEM\CurrentControlSet\Control\ComputerName'

$facts['pending-reboot'] = {
    param($ask)
    $sources = New-Object System.Collections.ArrayList
    Add-RebootSource $sources 'component-servicing' { Get-MarkKey $servicingPending 'servicing of Windows components' }
    Add-RebootSource $sources 'windows-update' { Get-MarkKey $updateRequired 'an update of Windows' }
    Add-RebootSource $sources 'file-renames' { Get-PendingRenames }
    Add-RebootSource $sources 'update-exe' {
        $flags = Read-RegistryNumber 'SOFTWARE\Microsoft\Updates' 'UpdateExeVolatile'
        if ($flags -ne 0) { 'UpdateExeVolatile is {0}' -f $flags }
    }
    Add-RebootSource $sources 'computer-rename' {
        $active = Read-RegistryText ($computerNames + '\ActiveComputerName') 'ComputerName'
        $next = Read-RegistryText ($computerNames + '\ComputerName') 'ComputerName'
        if ($active -cne '' -and $next -cne '' -and -not (Test-SameName $active $next)) { '{0} becomes {1}' -f $active, $next }
    }
    Add-RebootSource $sources 'domain-join' {
        $key = 'SYSTEM\CurrentControlSet\Services\Netlogon'
        $marks = @(Get-RegistryValueNames 'HKLM' 64 $key | Where-Object { (Test-SameName $_ 'JoinDomain') -or (Test-SameName $_ 'AvoidSpnSet') })
        if ($marks.Count -gt 0) { 'a domain was joined or left' }
    }
    return @{ sources = $sources }
}

# The block says what waits, or nothing; what it throws is why nobody can tell.
function Add-RebootSource($sources, [string]$source, $work) {
    $answer = 'none'
    $detail = ''
    try {
        foreach ($said in @(& $work)) { $detail = [string]$said }
        if ($detail -cne '') { $answer = 'pending' }
    }
    catch {
        $answer = 'unreadable'
        $detail = Get-ErrorText $_
    }
    if ($detail.Length -gt 300) { $detail = $detail.Substring(0, 300) }
    [void]$sources.Add(@{ source = $source; answer = $answer; detail = $detail })
}

# Its being there is the mark. One that may not be opened throws here, where Test-RegistryKey would call it there.
function Get-MarkKey([string]$key, [string]$said) {
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return }
    [void](Get-RegistryValueNames 'HKLM' 64 $key)
    return $said
}

# Pairs of a file and its new name; an empty new name deletes the file.
function Get-PendingRenames {
    $key = 'SYSTEM\CurrentControlSet\Control\Session Manager'
    $files = @(foreach ($name in 'PendingFileRenameOperations', 'PendingFileRenameOperations2') {
            if (@(Get-RegistryValueNames 'HKLM' 64 $key | Where-Object { Test-SameName $_ $name }).Count -eq 0) { continue }
            @((Read-RegistryData 'HKLM' 64 $key $name)['data']) | Where-Object { $_ -cne '' }
        })
    if ($files.Count -gt 0) { return ('files to be moved or deleted, the first {0}' -f ([string]$files[0] -creplace '\A\\\?{2}\\', '')) }
}

function Read-RegistryNumber([string]$key, [string]$name) {
    if (-not (Test-RegistryKey 'HKLM' 64 $key)) { return 0 }
    $value = Read-RegistryData 'HKLM' 64 $key $name
    if ($null -eq $value -or $value['data'] -isnot [long]) { return 0 }
    return $value['data']
}
