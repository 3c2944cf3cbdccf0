# Takes the guard and the timed undo of a run away and leaves the run as it is: an open one for whoever settles it, a kept one for good.
$verbs['disarm'] = {
    param($body)
    Assert-Body $body @{ run = 'run' }
    Assert-NobodyElseWrites
    if ($null -eq (Read-Record $body['run'])) { throw (New-HostError 'not-in-record' ('This host has no record of run {0}.' -f $body['run'])) }
    $removed = Remove-RunTasks $body['run']
    if ((Get-RecordState (Read-Steps $body['run'])) -cne 'open') { Remove-Reserve $body['run'] }
    return @{ guard = $removed }
}
