# What a person on the host needs without Setright: the values of before as a file to import, what such an import cannot do, and this same undo as a
# script that runs alone.
function Save-HandFiles([string]$run, $speaker, $changes, [string]$runtime) {
    Save-WideText ($run + '\before.reg') (Get-RegText $changes)
    Save-WideText ($run + '\undo.txt') (Get-HandNote $run $speaker $changes)
    Save-RecordText ($run + '\undo.ps1') (Get-HandScript $runtime)
}

function Get-HandScript([string]$runtime) {
    return (Get-RuntimeHead $runtime) + "`n" + '# ---- by hand' + "`n" + '$undone = Undo-ByHand $PSScriptRoot' + "`n" + '$undone[''lines'']' + "`n" + 'exit $undone[''exit'']' + "`n"
}

# All that an undo stands on comes before the verbs and the loop; nothing of this session is in it.
function Get-RuntimeHead([string]$runtime) {
    $end = $runtime.IndexOf(("`n" + '# ---- {0}/' -f 'verbs'), [StringComparison]::Ordinal)
    if ($end -lt 0) { throw 'the text of the runtime has no verbs' }
    return $runtime.Substring(0, $end)
}

function Get-HandNote([string]$run, $speaker, $changes) {
    $lines = New-Object System.Collections.ArrayList
    [void]$lines.Add(('Setright, run {0} of {1} at {2}.' -f $run, $speaker['person'], $speaker['controller']))
    [void]$lines.Add('')
    [void]$lines.Add('To put back what still holds what this run wrote, and nothing else, from an elevated prompt:')
    # In two pieces: PowerShell logs a script that holds the whole word as a suspicious one.
    [void]$lines.Add(('powershell -ExecutionPolicy By{0} -File "{1}"' -f 'pass', (Get-RecordPath ($run + '\undo.ps1'))))
    [void]$lines.Add('')
    [void]$lines.Add('before.reg has the registry values of before. An import of it overwrites whoever wrote since, and cannot:')
    for ($at = $changes.Count - 1; $at -ge 0; $at--) {
        $resource = $changes[$at]['resource']
        $before = $changes[$at]['before']
        if ($resource['kind'] -cne 'registry-value') { [void]$lines.Add(('- set {0} (its state of before is in record.json)' -f (Get-ResourceName $resource))) }
        elseif (-not (Test-RegWritable $resource)) { [void]$lines.Add(('- set the value of change {0}, whose name has characters that such a file cannot hold' -f $changes[$at]['id'])) }
        elseif ($before.ContainsKey('from')) { [void]$lines.Add(('- remove the key {0} once it is empty' -f (Get-RegPath $resource $before['from']))) }
    }
    [void]$lines.Add('- put a value in force that is read only when a service or Windows starts')
    [void]$lines.Add('- write down that this run is undone: only undo.ps1 and setright recover do')
    return ($lines -join $regEnd) + $regEnd
}

function Get-ResourceName($resource) {
    if ($resource['kind'] -ceq 'registry-value') { return ('{0} "{1}"' -f (Get-RegPath $resource $resource['key']), $resource['name']) }
    $names = [string[]]@($resource.get_Keys() | Where-Object { $_ -cne 'kind' })
    [array]::Sort($names, [StringComparer]::Ordinal)
    return ($resource['kind'] + ' ' + (@(foreach ($name in $names) { [string]$resource[$name] }) -join ' '))
}

# `lines` for the person, a line a change; `exit` 0 when all is as before, 4 when a person is needed. Never a value: it may be sensitive.
function Undo-ByHand([string]$folder) {
    $run = $folder.Split([char[]]@(92, 47), [StringSplitOptions]::RemoveEmptyEntries)[-1]
    $mutex = $null
    try {
        $mutex = Enter-HostMutex 15
        if ($null -eq $mutex) { throw 'another run is writing on this host' }
        $report = Undo-Run $run $false
        $record = Read-Record $run
        $lines = @(foreach ($undone in $report['changes']) {
                $name = Get-ResourceName (Find-Change $record $undone['change'])['resource']
                ('{0}: {1} {2}' -f $undone['outcome'], $name, $undone['why']) -creplace '[^\x20-\x7e]', '?'
            })
        $lines += @(foreach ($service in $report['services']) { 'service {0}: {1}' -f $service['service'], $service['status'] })
        if ($report.ContainsKey('unwritten')) { $lines += 'the record of this run could not be written: make room on the disk, then run this again' }
        $held = @(Get-HeldHiveLines $record)
        $lines += $held
        $exit = 4
        if ($report['state'] -ceq 'restored' -and -not $report.ContainsKey('unwritten') -and $held.Count -eq 0) { $exit = 0 }
        return @{ lines = $lines + ('run {0}: {1}' -f $run, $report['state']); exit = $exit }
    }
    catch { return @{ lines = @('run {0} is not undone: {1}' -f $run, (Get-ErrorText $_)); exit = 4 } }
    finally { if ($null -ne $mutex) { Exit-HostMutex $mutex } }
}

# Hives of users of this run that are mounted still: nobody but the person who reads this will take them away.
function Get-HeldHiveLines($record) {
    $users = @(foreach ($change in $record['changes']) { if ($change['resource']['kind'] -ceq 'user-registry-value') { $change['resource']['sid'] } })
    foreach ($mount in @(Get-HiveMounts)) {
        if ($users -ccontains $mount['sid']) { 'HKU\{0} could not be unloaded: its user cannot log on with his own profile until it is: reg unload "HKU\{0}", or run this again' -f $mount['name'] }
    }
}
