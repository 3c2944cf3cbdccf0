# A record that cannot be read is known, of nobody we could name, and not given.
$verbs['records'] = {
    param($body)
    Assert-Body $body @{ runs = 'texts' }
    $all = @(Get-ToldRuns)
    $records = New-Object System.Collections.ArrayList
    foreach ($run in $body['runs']) {
        foreach ($told in $all) {
            if ($null -ne $told['record'] -and (Test-SameName $told['run'] $run)) { [void]$records.Add((Get-WholeRecord $told)) }
        }
    }
    return @{ known = (Get-NewestFirst @(foreach ($told in $all) { Show-Run $told $all })); records = $records }
}
