# Everything else that is asked of Windows. WMI, for its words are the same in every language.
$versionKey = 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion'

# A 32-bit PowerShell on a 64-bit Windows is shown another registry and other files.
function Test-WrongPowerShell { return ([IntPtr]::Size -eq 4 -and (Test-64BitWindows)) }

function Test-64BitWindows { return ([IntPtr]::Size -eq 8 -or [Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITEW6432') -ne $null) }

function Get-Now { return ([datetime]::UtcNow) }

function ConvertTo-Iso([datetime]$time) { return $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [System.Globalization.CultureInfo]::InvariantCulture) }

# WMI's own form of a time; '' for none.
function ConvertFrom-WmiTime($text) {
    if ([string]$text -ceq '') { return '' }
    return (ConvertTo-Iso ([System.Management.ManagementDateTimeConverter]::ToDateTime([string]$text)))
}

function Read-Machine {
    $file = [System.Diagnostics.FileVersionInfo]::GetVersionInfo([Environment]::SystemDirectory + '\ntdll.dll')
    # A file of the system tells the first two numbers; the registry has them since Windows 10.
    $major = Read-Data $versionKey 'CurrentMajorVersionNumber' $file.ProductMajorPart
    $minor = Read-Data $versionKey 'CurrentMinorVersionNumber' $file.ProductMinorPart
    $build = [long][string](Read-Data $versionKey 'CurrentBuildNumber' $file.ProductBuildPart)
    $ubr = [long](Read-Data $versionKey 'UBR' 0)
    $installed = [double](Read-Data $versionKey 'InstallDate' 0)
    $booted = ''
    foreach ($system in @(Get-WmiObject -Class Win32_OperatingSystem)) { $booted = ConvertFrom-WmiTime $system.LastBootUpTime }
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal $identity
    return @{
        machine = @{
            name = [Environment]::MachineName
            domain = [string](Read-Data 'HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' 'Domain' '')
            guid = [string](Read-Data 'HKLM\SOFTWARE\Microsoft\Cryptography' 'MachineGuid' '')
            installedAt = (ConvertTo-Iso ([datetime]::SpecifyKind([datetime]'1970-01-01', [DateTimeKind]::Utc).AddSeconds($installed)))
        }
        engine = @{ version = [string]$PSVersionTable['PSVersion']; edition = 'Desktop'; languageMode = [string]$ExecutionContext.SessionState.LanguageMode }
        identity = @{ name = $identity.Name; elevated = $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator) }
        os = @{
            version = ('{0}.{1}.{2}.{3}' -f $major, $minor, $build, $ubr)
            build = $build; ubr = $ubr
            name = [string](Read-Data $versionKey 'ProductName' '')
            server = ([string](Read-Data 'HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions' 'ProductType' 'WinNT') -ne 'WinNT')
        }
        bootedAt = $booted
    }
}

function Read-Services($processes) {
    $started = @{}
    foreach ($process in $processes) { $started[[string]$process['pid']] = $process['startedAt'] }
    foreach ($service in @(Get-WmiObject -Class Win32_Service)) {
        $key = 'HKLM\SYSTEM\CurrentControlSet\Services\' + $service.Name
        $start = ([string]$service.StartMode).ToLowerInvariant()
        if ($start -ceq 'auto' -and (Read-Data $key 'DelayedAutoStart' 0) -eq 1) { $start = 'delayed' }
        @{
            name = [string]$service.Name; displayName = [string]$service.DisplayName
            status = ([string]$service.State).ToLowerInvariant().Replace(' ', '-'); startType = $start
            pid = [long]$service.ProcessId; startedAt = [string]$started[[string]$service.ProcessId]
            dependsOn = @(Read-Data $key 'DependOnService' @())
        }
    }
}

# `owned` has the names of programs whose users are wanted: to ask for all of them takes minutes.
function Read-Processes([string[]]$owned) {
    foreach ($process in @(Get-WmiObject -Class Win32_Process)) {
        $name = ([string]$process.Name) -replace '(?i)\.exe\z', ''
        $entry = @{
            pid = [long]$process.ProcessId; name = $name; startedAt = (ConvertFrom-WmiTime $process.CreationDate); session = [long]$process.SessionId
            handles = [long]$process.HandleCount; workingSet = [long]$process.WorkingSetSize; privateBytes = [long]$process.PrivatePageCount
        }
        if ($owned -contains $name) {
            $user = $process.GetOwner()
            if ([string]$user.User -cne '') { $entry['owner'] = '{0}\{1}' -f $user.Domain, $user.User }
            $entry['sid'] = [string]$process.GetOwnerSid().Sid
        }
        $entry
    }
}

# Newest first, for each of the wanted ("provider|id", in lower case). The message is long, and wanted of few.
function Read-Events([string]$log, [string[]]$wanted, [datetime]$since, [int]$most) {
    $entries = (New-Object System.Diagnostics.EventLog $log).Entries
    $counts = @{}
    for ($at = $entries.Count - 1; $at -ge 0; $at--) {
        $entry = $entries.get_Item($at)
        if ($entry.TimeGenerated.ToUniversalTime() -lt $since) { return }
        $id = $entry.InstanceId -band 65535
        $name = ('{0}|{1}' -f $entry.Source, $id).ToLowerInvariant()
        if ($wanted -notcontains $name) { continue }
        $counts[$name] = 1 + [int]$counts[$name]
        if ($counts[$name] -gt $most) { continue }
        $message = ''
        if ($counts[$name] -le 200) { $message = [string]$entry.Message }
        if ($message.Length -gt 4000) { $message = $message.Substring(0, 4000) }
        @{ log = $log; provider = [string]$entry.Source; id = [long]$id; at = (ConvertTo-Iso $entry.TimeGenerated); properties = [string[]]@($entry.ReplacementStrings); message = $message }
    }
}

# The states from .NET, for netstat translates its words; the owners from netstat's last column. What is gone from the second look is left
# out, unless it waits: that belongs to nobody.
function Read-Connections {
    $owners = @{}
    foreach ($line in @(netstat.exe -ano)) {
        if ($line -cnotmatch '\A\s*TCP\s+(\S+)\s+(\S+)\s+(?:\S.*\s)?([0-9]+)\s*\z') { continue }
        $remote = $matches[2]
        $owner = [long]$matches[3]
        $local = $matches[1]
        if ($remote -cmatch ':0\z') { @{ state = 'Listen'; pid = $owner; port = [long]$local.Substring($local.LastIndexOf(':') + 1); count = 1 } }
        $owners[(Get-EndName $local) + '|' + (Get-EndName $remote)] = $owner
    }
    if ($owners.get_Count() -eq 0) { throw 'netstat -ano tells no connections' }
    foreach ($each in [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections()) {
        $owner = $owners[(Get-EndName ([string]$each.LocalEndPoint)) + '|' + (Get-EndName ([string]$each.RemoteEndPoint))]
        if ([string]$each.State -ceq 'TimeWait') { $owner = [long]0 }
        if ($null -ne $owner) { @{ state = [string]$each.State; pid = $owner; port = [long]$each.LocalEndPoint.Port; count = 1 } }
    }
}

function Get-EndName([string]$end) { return ($end -replace '[\[\]]|%[^:\]]*', '') }

function Read-PortRanges {
    foreach ($family in 'IPv4', 'IPv6') {
        $said = @(netsh.exe interface $family.ToLowerInvariant() show dynamicport tcp)
        $numbers = @(foreach ($line in $said) { if ([string]$line -cmatch '(?<![0-9])([0-9]{1,5})\s*\z') { [long]$matches[1] } })
        if ($numbers.Length -ne 2) { throw 'netsh tells no dynamic ports; Windows XP and Server 2003 have MaxUserPort' }
        @{ family = $family; protocol = 'TCP'; start = $numbers[0]; number = $numbers[1] }
    }
}

# Nothing when there is no such file.
function Read-File([string]$path) {
    $file = [Environment]::ExpandEnvironmentVariables($path)
    try { [void][System.IO.File]::GetAttributes($file) }
    catch {
        $cause = $_.Exception.GetBaseException()
        if ($cause -is [System.IO.FileNotFoundException] -or $cause -is [System.IO.DirectoryNotFoundException]) { return }
        throw
    }
    $version = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($file)
    $numbers = @($version.FileMajorPart, $version.FileMinorPart, $version.FileBuildPart, $version.FilePrivatePart) -join '.'
    if ([string]$version.FileVersion -ceq '' -and $numbers -ceq '0.0.0.0') { return @{ path = $path } }
    return @{ path = $path; version = $numbers }
}

# '' for an account that is gone, or of a domain that cannot be asked.
function Get-AccountName([string]$sid) {
    try { return (New-Object System.Security.Principal.SecurityIdentifier $sid).Translate([System.Security.Principal.NTAccount]).Value } catch { return '' }
}

function Wait-Seconds([int]$seconds) { Start-Sleep -Seconds $seconds }

# Never over a file that is there.
function Write-NewFile([string]$path, [string]$text) {
    $stream = New-Object System.IO.FileStream ($path, [System.IO.FileMode]::CreateNew)
    try {
        $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
        $stream.Write($bytes, 0, $bytes.Length)
    }
    finally { $stream.Close() }
}

function Get-Here { return (Get-Location).ProviderPath }
