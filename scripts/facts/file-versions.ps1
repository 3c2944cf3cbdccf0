# A file that is not there and one that may not be read are two answers, each beside the others.
$facts['file-versions'] = {
    param($ask)
    if (-not (Test-List $ask['paths'] 'text')) { throw 'the question does not say which paths' }
    $files = @(foreach ($path in $ask['paths']) {
            try {
                $version = Get-FileVersion $path
                if ($null -eq $version) { @{ path = $path; status = 'absent' } }
                else { @{ path = $path; status = 'present'; version = $version } }
            }
            catch { @{ path = $path; status = 'unreadable'; why = (Get-ErrorText $_) } }
        })
    return @{ files = $files }
}
