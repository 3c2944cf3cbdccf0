function Get-RecordPath([string]$path) { return 'C:\ProgramData\Setright\' + $path }

function Find-FakeFile($state, [string]$path) {
    foreach ($file in $state['files']) { if (Test-SameName $file['path'] $path) { return $file } }
}

function Read-RecordText([string]$path) {
    $file = Find-FakeFile (Get-FakeState) $path
    if ($null -ne $file) { return $file['text'] }
}

function Save-RecordText([string]$path, [string]$text) {
    $state = Get-FakeState
    $file = Find-FakeFile $state $path
    if ($null -eq $file) {
        $file = New-Table
        $file['path'] = $path
        [void]$state['files'].Add($file)
    }
    $file['text'] = $text
    Save-FakeState
}

function Save-WideText([string]$path, [string]$text) { Save-RecordText $path ([string][char]0xfeff + $text) }

function Add-RecordText([string]$path, [string]$text) { Save-RecordText $path ([string](Read-RecordText $path) + $text) }

function Remove-RecordText([string]$path) {
    $state = Get-FakeState
    $file = Find-FakeFile $state $path
    if ($null -eq $file) { return }
    $state['files'].Remove($file)
    Save-FakeState
}

function Get-RecordedRuns {
    foreach ($file in (Get-FakeState)['files']) {
        $parts = $file['path'].Split([char]92)
        if ($parts.Length -eq 2 -and (Test-SameName $parts[1] 'record.json')) { $parts[0] }
    }
}

# Files of this Windows need no folders.
function Remove-RecordFolder([string]$run) { }
