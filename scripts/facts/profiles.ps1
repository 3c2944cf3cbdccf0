# Whose profiles there are, service and virtual accounts too. Names cost a question to a domain: as many as a few seconds give.
$namingSeconds = 5

$facts['profiles'] = {
    param($ask)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    return @{
        profiles = @(foreach ($user in @(Get-Profiles)) {
                $user['name'] = ''
                if ($user['sid'] -cne $defaultSid -and $watch.Elapsed.TotalSeconds -lt $namingSeconds) { $user['name'] = Find-AccountName $user['sid'] }
                $user
            })
    }
}
