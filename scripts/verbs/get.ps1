$verbs['get'] = {
    param($body)
    Assert-Body $body @{ resources = 'resources' }
    $states = New-Object System.Collections.ArrayList
    foreach ($resource in $body['resources']) { [void]$states.Add((Get-State $resource)) }
    return @{ states = $states }
}
