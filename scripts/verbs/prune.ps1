# What stays is an answer for its run; the others go all the same.
$verbs['prune'] = {
    param($body)
    Assert-Body $body @{ runs = 'texts' }
    $all = @(Get-ToldRuns)
    $pruned = New-Object System.Collections.ArrayList
    $left = New-Object System.Collections.ArrayList
    foreach ($run in $body['runs']) {
        $why = Get-StayingReason $run $all
        if ($null -ne $why) { [void]$left.Add(@{ run = $run; why = $why }); continue }
        Use-Record { Remove-Record $run }
        [void]$pruned.Add($run)
    }
    return @{ pruned = $pruned; left = $left }
}
