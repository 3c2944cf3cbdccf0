# Of a run that was kept: what goes down with Windows leaves nothing that a boot, a lease or a guard would undo. The host only asks Windows and
# says when it will go down; whether it came up again is seen by whoever opens the next line.
$effects['reboot'] = @{
    target   = 'reboot'
    isOfKept = $true
    prepare  = {
        param($target)
        if ((Get-BootTime) -ceq '') { throw (New-HostError 'effect-refused' 'When Windows started cannot be told: nobody could see that it was restarted.') }
        $refusal = Get-RebootRefusal
        if ($null -ne $refusal) { throw (New-HostError 'effect-refused' $refusal) }
        return , @()
    }
    carryOut = {
        param($target, $before)
        $bootedAt = Get-BootTime
        try { $due = Request-Reboot $target['delaySeconds'] }
        catch { throw (New-HostError 'effect-failed' (Get-ErrorText $_) @{ before = @(); after = @() }) }
        return @{ after = @{ bootedAt = $bootedAt; due = $due } }
    }
    # Nothing of it can be brought back.
    bringBack = { param($target, $before) }
}

# Nothing when it may be restarted. What moves to another node is for whoever runs the cluster to move first.
function Get-RebootRefusal {
    try { $cluster = & $facts['cluster'] @{} }
    catch { return ('Whether a cluster needs this host cannot be told: {0}' -f (Get-ErrorText $_)) }
    if ($cluster['dag']) {
        if ($cluster['maintenance'] -cne 'in') {
            return ('A member of a database availability group is restarted in maintenance only (now: {0}).' -f $cluster['maintenance'])
        }
        return
    }
    if ($cluster['member']) { return 'A node of a failover cluster is drained and restarted by hand.' }
}

# A reboot that was asked for already is not asked for twice: the answer to the first may have been lost.
function Get-RequestedReboot([string]$run, [string]$id) {
    foreach ($step in (Read-Steps $run)) { if ($step['step'] -ceq 'effect-done' -and [string]::Equals($step['id'], $id)) { return $step['after'] } }
}
