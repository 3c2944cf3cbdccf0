# The word of a second console, over a new connection, that a guarded run may stay.
function Invoke-Confirm {
    $waiting = @(Get-CarriedRuns | Where-Object { $_['state'] -ceq 'open' })
    if ($waiting.Count -eq 0) { throw (New-Refusal 3 'No run of this plan waits to be confirmed on this machine.') }
    $run = $waiting[0]['run']
    $record = Read-Record $run
    Assert-Verified $record['changes']
    $kept = Invoke-Asked 'confirm' @{ run = $run; notInForce = (Get-OpenPromises $record (Read-Steps $run)) }
    'run {0}: confirmed and kept; guard: {1}' -f $run, $kept['guard']
}

# Changes of the run whose effect has not happened in it.
function Get-OpenPromises($record, $steps) {
    $done = @($steps | Where-Object { $_['step'] -ceq 'effect-done' } | ForEach-Object { $_['id'] })
    $open = New-Object System.Collections.ArrayList
    foreach ($effect in $exported['plan']['effects']) {
        if ([array]::IndexOf($done, $effect['id']) -ge 0) { continue }
        foreach ($id in $effect['putsInForce']) { if ($null -ne (Find-Change $record $id)) { [void]$open.Add($id) } }
    }
    return , $open
}

# Every run of this plan that was not taken back yet, newest first, as the undo.ps1 in its folder does.
function Undo-CarriedRuns {
    $runs = @(Get-CarriedRuns | Where-Object { $_['state'] -cne 'restored' })
    if ($runs.Count -eq 0) { 'No run of this plan on this machine is to be taken back.' }
    foreach ($run in $runs) {
        $undone = Undo-ByHand $run['run']
        $undone['lines']
        if ($undone['exit'] -ne 0) { $exported['exit'] = 4 }
    }
    if ($exported['exit'] -ne 0 -or $runs.Count -eq 0) { return }
    foreach ($effect in $exported['plan']['effects']) { Get-PlainText ('Restored values that wait for it are in force only after: {0}' -f $effect['what']) }
}
