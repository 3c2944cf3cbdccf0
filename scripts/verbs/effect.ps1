$verbs['effect'] = {
    param($body)
    Assert-Body $body @{ run = 'run'; id = 'text'; kind = 'text'; target = 'target' }
    [void](Get-OpenRecord $body['run'])
    Assert-KnownKind $body['kind'] $effects
    $run = $session['open']['run']
    $effect = $effects[$body['kind']]
    $before = & $effect['prepare'] $body['target']
    Use-Record { Add-Step $run 'effect-intended' @{ id = $body['id']; kind = $body['kind']; target = $body['target']; before = $before } }
    $result = & $effect['carryOut'] $body['target'] $before
    Use-Record { Add-Step $run 'effect-done' @{ id = $body['id']; after = $result['after'] } }
    return $result
}
