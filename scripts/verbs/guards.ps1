# The guards that stand, and those of the runs asked about, whatever became of them.
$verbs['guards'] = {
    param($body)
    Assert-Body $body @{ runs = 'texts' }
    $shown = New-Object System.Collections.ArrayList
    foreach ($guard in @(Get-ToldGuards)) {
        $isAsked = @($body['runs'] | Where-Object { Test-SameName $_ $guard['run'] }).Count -gt 0
        if ($isAsked -or $guard['isStanding']) { [void]$shown.Add((Show-Guard $guard)) }
    }
    return @{ guards = $shown }
}
