# What was asked for, and the exit code of it. Refused on any machine but the one that the plan was made for.
function Invoke-Carried([string]$json, [string]$script, $asked) {
    try {
        Assert-Asked $asked
        $session['text'] = Get-CarriedRuntime $script
        $exported['plan'] = Read-CarriedPlan $json
        $greeting = Get-Greeting
        Assert-Machine $greeting
        if ($asked['apply']) { Invoke-Apply $greeting $asked }
        elseif ($asked['confirm']) { Invoke-Confirm }
        elseif ($asked['check']) { Show-Check $greeting }
        elseif ($asked['undo']) { Undo-CarriedRuns }
        else { Show-Plan $greeting }
    }
    catch {
        $failure = Get-HostError $_
        $exported['exit'] = 1
        # What the verbs refuse, before anything was begun.
        if ($null -ne $failure) { $exported['exit'] = 3 }
        if ($null -ne $failure -and $failure['data'].ContainsKey('exit')) { $exported['exit'] = $failure['data']['exit'] }
        Get-PlainText (Get-ErrorText $_)
    }
}

function Assert-Asked($asked) {
    $verbsAsked = @('apply', 'confirm', 'check', 'undo' | Where-Object { $asked[$_] })
    if ($verbsAsked.Count -gt 1) { throw (New-Refusal 1 'One of -Apply, -Confirm, -Check and -Undo at a time.') }
    if (-not $asked['apply'] -and ($asked['withEffects'] -or $asked['keepWithoutEffects'])) { throw (New-Refusal 1 '-WithEffects and -KeepWithoutEffects go with -Apply.') }
    if ($asked['withEffects'] -and $asked['keepWithoutEffects']) { throw (New-Refusal 1 '-WithEffects or -KeepWithoutEffects, not both.') }
    if ($asked['guardSeconds'] -lt 30 -or $asked['guardSeconds'] -gt 3600) { throw (New-Refusal 1 '-GuardSeconds is from 30 to 3600.') }
    if ((Get-EngineInfo)['version'] -cmatch '\A6\.') { throw (New-Refusal 5 'PowerShell 6 is not served: use Windows PowerShell 5.1 or PowerShell 7.') }
}

function Assert-Machine($greeting) {
    $machine = $exported['plan']['machine']
    $found = $greeting['machine']
    $isSame = (Test-SameName ([string]$machine['guid']) ([string]$found['guid'])) -and [string]::Equals([string]$machine['installedAt'], [string]$found['installedAt'])
    if (-not $isSame) {
        $who = '{0} (MachineGuid {1}, installed {2})'
        $made = $who -f $machine['name'], $machine['guid'], $machine['installedAt']
        $here = $who -f $found['name'], $found['guid'], $found['installedAt']
        throw (New-Refusal 3 ('The plan was made for {0}; this is {1}. Nothing was done.' -f $made, $here))
    }
    if (-not $greeting['identity']['elevated']) { throw (New-Refusal 3 'Nothing was done: this needs an elevated PowerShell (Run as administrator).') }
}
