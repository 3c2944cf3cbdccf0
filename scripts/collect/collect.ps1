# Each line of $questions is looked at; what cannot be answered is named with its reason, and everything else goes on.
$mostEvents = 10001
$mostKeys = 5000
$found = @{ keys = @{}; services = @(); processes = @(); events = @(); connections = @(); ports = @(); files = @(); accounts = @(); users = @() }
$lines = New-Object System.Collections.ArrayList
$failed = New-Object System.Collections.ArrayList

function Add-Key([string]$path, [bool]$isTree) {
    $waiting = New-Object System.Collections.Stack
    $waiting.Push($path)
    $walked = 0
    while ($waiting.get_Count() -gt 0) {
        $here = [string]$waiting.Pop()
        $walked++
        if ($walked -gt $mostKeys) { throw ('more than {0} keys below it' -f $mostKeys) }
        try { $key = Read-Key $here }
        catch {
            $cause = $_.Exception.GetBaseException()
            if ($cause -isnot [System.Security.SecurityException] -and $cause -isnot [System.UnauthorizedAccessException]) { throw }
            $found['keys'][$here] = @{ path = $here; values = @(); deny = 'read' }
            continue
        }
        if ($null -eq $key) {
            Add-Above $here
            continue
        }
        $found['keys'][$here] = @{ path = $here; values = $key['values'] }
        if ($isTree) { foreach ($name in $key['subkeys']) { $waiting.Push($here + '\' + $name) } }
    }
}

# What is not there is told by the lowest key above it that is.
function Add-Above([string]$path) {
    $above = $path.Substring(0, $path.LastIndexOf([char]92))
    if ($found['keys'].ContainsKey($above)) { return }
    $exists = $true
    if ($above.IndexOf([char]92) -ge 0) { try { $exists = $null -ne (Read-Key $above) } catch { } }
    if ($exists) { $found['keys'][$above] = @{ path = $above; values = @() } }
    else { Add-Above $above }
}

# Whose hive Windows has loaded: only those are looked at. Nothing is loaded for this.
function Add-Profiles {
    $list = 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
    Add-Key $list $true
    foreach ($name in @((Read-Key 'HKU')['subkeys'])) {
        if ($name -cnotmatch '\AS-1-(5-21|12-1)-[0-9-]+\z') { continue }
        $found['users'] += $name
        $found['keys']['HKU\' + $name] = @{ path = 'HKU\' + $name; values = @() }
        $account = Get-AccountName $name
        if ($account -cne '') { $found['accounts'] += @{ sid = $name; name = $account } }
    }
}

function Add-UserKeys([string]$key, [bool]$isTree) { foreach ($user in $found['users']) { Add-Key ('HKU\{0}\{1}' -f $user, $key) $isTree } }

function Add-File([string]$path) {
    try { $file = Read-File $path }
    catch { $file = @{ path = $path; deny = 'read' } }
    if ($null -ne $file) { $found['files'] += $file }
}

# Two looks: what a program has grown by between them.
function Add-Growth {
    $before = @{}
    foreach ($process in $found['processes']) { $before[('{0} {1}' -f $process['pid'], $process['startedAt'])] = $process['privateBytes'] }
    Wait-Seconds $Watch
    foreach ($process in @(Read-Processes @())) {
        $was = $before[('{0} {1}' -f $process['pid'], $process['startedAt'])]
        if ($null -eq $was -or $process['privateBytes'] -le $was) { continue }
        foreach ($each in $found['processes']) { if ($each['pid'] -eq $process['pid']) { $each['growsBy'] = [long][Math]::Floor(($process['privateBytes'] - $was) / $Watch) } }
    }
}

function Get-Rest([string[]]$all, [string]$what) {
    foreach ($line in $all) { if ($line.StartsWith($what, [StringComparison]::Ordinal)) { $line.Substring($what.Length) } }
}

# Runs the look that these lines stand for.
function Invoke-Look([string[]]$these, [scriptblock]$look) {
    try {
        [void](& $look)
        foreach ($line in $these) { [void]$lines.Add($line) }
    }
    catch { foreach ($line in $these) { [void]$failed.Add(@{ line = $line; why = [string]$_.Exception.GetBaseException().Message }) } }
}

function Invoke-Collector([string[]]$asked) {
    $at = Get-Now
    $machine = Read-Machine
    $owned = @(Get-Rest $asked 'owner|')
    Invoke-Look @(@('list|processes') + @($asked | Where-Object { $_ -clike 'owner|*' })) { $found['processes'] = @(Read-Processes $owned) }
    Invoke-Look @('list|services') { $found['services'] = @(Read-Services $found['processes']) }
    Invoke-Look @('list|connections') { $found['connections'] = @(Read-Connections) }
    Invoke-Look @('list|ports') { $found['ports'] = @(Read-PortRanges) }
    Invoke-Look @('list|profiles') { Add-Profiles }
    foreach ($line in $asked) {
        $words = $line.Split([char[]]@([char]124), 2)
        if ($words[0] -ceq 'key') { Invoke-Look @($line) { Add-Key $words[1] $false } }
        if ($words[0] -ceq 'tree') { Invoke-Look @($line) { Add-Key $words[1] $true } }
        if ($words[0] -ceq 'users') { Invoke-Look @($line) { Add-UserKeys $words[1] $false } }
        if ($words[0] -ceq 'users-tree') { Invoke-Look @($line) { Add-UserKeys $words[1] $true } }
        if ($words[0] -ceq 'file') { Invoke-Look @($line) { Add-File $words[1] } }
    }
    $events = @(Get-Rest $asked 'event|')
    foreach ($log in @($events | ForEach-Object { $_.Split([char]124)[0] } | Sort-Object -Unique)) {
        $wanted = @(Get-Rest $events ($log + '|'))
        Invoke-Look @($wanted | ForEach-Object { 'event|' + $log + '|' + $_ }) {
            $found['events'] += @(Read-Events $log @($wanted | ForEach-Object { $_.ToLowerInvariant() }) $at.AddHours(-$hours) $mostEvents)
        }
    }
    if ($Watch -gt 0) { Invoke-Look @('list|growth') { Add-Growth } }
    $machine['registry'] = @($found['keys'].get_Values())
    $machine['services'] = $found['services']
    $machine['processes'] = $found['processes']
    $machine['connections'] = $found['connections']
    $machine['portRanges'] = $found['ports']
    $machine['disk'] = $found['files']
    $machine['accounts'] = $found['accounts']
    $machine['events'] = $found['events']
    return @{ schema = 'setright/collected@1'; at = (ConvertTo-Iso $at); hours = $hours; lines = $lines; failed = $failed; host = $machine }
}

if (Test-WrongPowerShell) {
    Write-Warning 'This is the 32-bit PowerShell of a 64-bit Windows, which is shown another registry. Start that in %SystemRoot%\sysnative\WindowsPowerShell\v1.0, or from the Start menu.'
    exit 1
}
$collected = Invoke-Collector ($questions.Replace("`r", '').Split([char]10))
if ($Out -ceq '') { $Out = '{0}.collected.json' -f $collected['host']['machine']['name'] }
$path = [System.IO.Path]::Combine((Get-Here), $Out)
Write-NewFile $path ((ConvertTo-MarkedJson $collected) + "`n")
'{0}: {1} answers, {2} could not be told' -f $path, $lines.get_Count(), $failed.get_Count()
foreach ($each in $failed) { '  {0}: {1}' -f $each['line'], $each['why'] }
