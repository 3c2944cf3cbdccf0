# Hands an open run with an armed guard over: this session's lease ends, the guard's time goes on, the next word is a new session's.
$verbs['yield'] = {
    param($body)
    Assert-Body $body @{ run = 'run' }
    [void](Get-OpenRecord $body['run'])
    $run = $session['open']['run']
    $guard = Get-StandingGuard $run
    if ($null -eq $guard -or $guard['state'] -cne 'armed') { throw (New-HostError 'out-of-turn' ('Run {0} has no armed guard.' -f $run)) }
    Assert-NothingHalfway $run
    Use-Record { Add-Step $run 'yielded' @{} }
    $session['open'] = $null
    return @{ record = 'open' }
}
