# What this machine is and who we are on it.
$windowsVersionKey = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'

function Get-MachineIdentity {
    # Written in two pieces: PowerShell logs a script that holds the whole word as a suspicious one.
    $guidKey = 'SOFTWARE\Microsoft\{0}graphy' -f 'Crypto'
    $installed = Read-SystemValue $windowsVersionKey 'InstallDate' 0
    return @{
        name = [Environment]::MachineName
        domain = [string](Read-SystemValue 'SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' 'Domain' '')
        guid = [string](Read-SystemValue $guidKey 'MachineGuid' '')
        installedAt = (ConvertTo-IsoTime ([datetime]::SpecifyKind([datetime]'1970-01-01', [DateTimeKind]::Utc).AddSeconds($installed)))
    }
}

function Get-CallerIdentity {
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal $identity
    return @{ name = $identity.Name; elevated = $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator) }
}

function Get-EngineInfo {
    return @{
        version = [string]$PSVersionTable.PSVersion; edition = [string]$PSVersionTable.PSEdition
        languageMode = [string]$ExecutionContext.SessionState.LanguageMode
    }
}

# Environment.OSVersion lies to a program without a manifest. The registry has the first two numbers since Windows 10; before, a file of the
# system tells them.
function Get-OsInfo {
    $file = [System.Diagnostics.FileVersionInfo]::GetVersionInfo([Environment]::SystemDirectory + '\ntdll.dll')
    $major = Read-SystemValue $windowsVersionKey 'CurrentMajorVersionNumber' $file.ProductMajorPart
    $minor = Read-SystemValue $windowsVersionKey 'CurrentMinorVersionNumber' $file.ProductMinorPart
    $ubr = [long](Read-SystemValue $windowsVersionKey 'UBR' 0)
    $build = [long][string](Read-SystemValue $windowsVersionKey 'CurrentBuild' $file.ProductBuildPart)
    $name = [string](Read-SystemValue $windowsVersionKey 'ProductName' '')
    # Windows 11 still calls itself 10 there.
    if ($build -ge 22000) { $name = $name -replace '\AWindows 10', 'Windows 11' }
    return @{
        version = '{0}.{1}.{2}.{3}' -f $major, $minor, $build, $ubr
        build = $build; ubr = $ubr; name = $name
        server = [string](Read-SystemValue $windowsVersionKey 'InstallationType' '') -like 'Server*'
    }
}

# '' when Windows would not tell.
function Get-BootTime {
    try { return (ConvertTo-IsoTime (Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -OperationTimeoutSec 30).LastBootUpTime) } catch { return '' }
}

# Says when it will go down. The reason is Microsoft's for a planned change of configuration; with any delay Windows closes every program.
function Request-Reboot([long]$delaySeconds) {
    $due = ConvertTo-IsoTime ([datetime]::UtcNow.AddSeconds($delaySeconds))
    [void](Invoke-SystemTool 'shutdown.exe' @('/r', '/t', [string]$delaySeconds, '/d', 'p:2:4', '/c', 'Setright restarts this computer: a setting comes in force only so. shutdown /a prevents it.'))
    return $due
}

function Read-SystemValue([string]$key, [string]$name, $otherwise) {
    $value = $null
    if (Test-RegistryKey 'HKLM' 64 $key) { $value = Read-RegistryData 'HKLM' 64 $key $name }
    if ($null -eq $value) { return $otherwise }
    return $value['data']
}
