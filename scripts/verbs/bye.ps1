$verbs['bye'] = {
    param($body)
    $undone = $null
    if ($null -ne $session['open']) { $undone = Undo-InSession $session['open']['run'] }
    [void](Dismount-OwnHives '' $true)
    $session['goodbye'] = $true
    return @{ undone = $undone }
}
