$verbs['undo'] = {
    param($body)
    Assert-Body $body @{ run = 'run' }
    return (Undo-InSession $body['run'])
}

# An undo of the session's own run ends it.
function Undo-InSession([string]$run) {
    $open = $session['open']
    $isOwn = $null -ne $open -and (Test-SameName $open['run'] $run)
    $report = Undo-Run $run $isOwn
    if ($isOwn) { $session['open'] = $null }
    return $report
}
