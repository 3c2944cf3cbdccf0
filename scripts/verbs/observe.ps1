# One failing fact is an answer of its own and never fails the request.
$verbs['observe'] = {
    param($body)
    Assert-Body $body @{ questions = 'questions' }
    $answers = New-Object System.Collections.ArrayList
    foreach ($question in $body['questions']) {
        $at = Get-HostClock
        try {
            if (-not $facts.ContainsKey($question['fact'])) { throw 'This host has no such fact.' }
            [void]$answers.Add(@{ known = $true; at = $at; value = (& $facts[$question['fact']] $question['ask']) })
        }
        catch { [void]$answers.Add(@{ known = $false; at = $at; why = (Get-ErrorText $_) }) }
    }
    return @{ facts = $answers }
}
