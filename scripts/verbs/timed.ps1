# Arms the timed undo of the open run, before anything is set: it takes the run back when it is due, kept or not. A host may have many.
$verbs['timed'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; seconds = 'timeSpan' }
    $run = Use-Mutex {
        [void](Get-OpenRecord $body['run'])
        $open = $session['open']['run']
        if ((Read-Steps $open).Count -gt 0) { throw (New-HostError 'out-of-turn' 'The timed undo is armed before anything else is done.') }
        $open
    }
    $due = Get-DueTime $body['seconds']
    Complete-Arming $run 'timed' @{ seconds = $body['seconds']; due = $due }
    return @{ seconds = $body['seconds']; due = $due }
}
