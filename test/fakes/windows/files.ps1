function Get-RecordPath([string]$path) { return 'C:\ProgramData\Setright\' + $path }

function Get-FolderName([string]$folder) { return [System.IO.Path]::GetFileName($folder) }

function Find-FakeFile($state, [string]$path) {
    foreach ($file in $state['files']) { if (Test-SameName $file['path'] $path) { return $file } }
}

function Read-RecordText([string]$path) {
    $file = Find-FakeFile (Get-FakeState) $path
    if ($null -ne $file) { return $file['text'] }
}

# The script for a person is a real file, in the run's folder beside the state file: as a member of the state it would be written anew with
# every step of every run.
function Get-FakeScript([string]$path) {
    if ($path.EndsWith('.ps1')) { return [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($fake['path']), $path.Replace('\', '/')) }
}

function Save-RecordText([string]$path, [string]$text) {
    $script = Get-FakeScript $path
    if ($null -ne $script) {
        [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($script))
        [System.IO.File]::WriteAllText($script, $text)
        return
    }
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
    $script = Get-FakeScript $path
    if ($null -ne $script) {
        if ([System.IO.File]::Exists($script)) { [System.IO.File]::Delete($script) }
        return
    }
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

# Other files of this Windows need no folders.
function Remove-RecordFolder([string]$run) {
    $folder = [System.IO.Path]::GetDirectoryName((Get-FakeScript ($run + '\undo.ps1')))
    if ([System.IO.Directory]::Exists($folder)) { [System.IO.Directory]::Delete($folder, $false) }
}
