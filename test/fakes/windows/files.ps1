function Get-RecordPath([string]$path) { return 'C:\ProgramData\Setright\' + $path }

function Get-FolderName([string]$folder) { return [System.IO.Path]::GetFileName($folder) }

function Find-FakeFile($state, [string]$path) {
    Assert-FakeFolder $path
    foreach ($file in $state['files']) { if (Test-SameName $file['path'] $path) { return $file } }
}

# Of a folder that somebody else made, the root or a run's: nothing in it is used.
function Assert-FakeFolder([string]$path) {
    $state = Get-FakeState
    if (-not $state.ContainsKey('planted')) { return }
    $run = $path.Substring(0, [Math]::Max(0, $path.LastIndexOf([char]92)))
    foreach ($folder in $state['planted']) {
        if ($folder -ceq '' -or (Test-SameName $folder $run)) { throw (New-HostError 'record-failed' ('{0} was made by somebody else. Look at it, then remove it' -f (Get-RecordPath $folder))) }
    }
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
    Assert-FakeFolder $path
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
        $file['text'] = ''
    }
    Use-FakeRoom $state ($text.Length - $file['text'].Length)
    if (-not $state['files'].Contains($file)) { [void]$state['files'].Add($file) }
    $file['text'] = $text
    Save-FakeState
}

function Use-FakeRoom($state, [long]$growth) {
    if (-not $state.ContainsKey('room')) { return }
    # 0x80070070: ERROR_DISK_FULL.
    if ($growth -gt $state['room']) { throw (New-Object System.IO.IOException ('There is not enough space on the disk.', -2147024784)) }
    $state['room'] = $state['room'] - $growth
}

# Nobody reads what is in it: only its length is kept.
function Save-RecordRoom([string]$path, [int]$bytes) {
    Use-FakeRoom (Get-FakeState) $bytes
    Save-RecordText $path ''
    (Find-FakeFile (Get-FakeState) $path)['bytes'] = [long]$bytes
    Save-FakeState
}

function Resize-RecordRoom([string]$path, [int]$bytes) {
    $state = Get-FakeState
    $file = Find-FakeFile $state $path
    if ($null -eq $file) { return $false }
    $given = [long][Math]::Min($bytes, $file['bytes'])
    $file['bytes'] = $file['bytes'] - $given
    Use-FakeRoom $state (-$given)
    if ($file['bytes'] -eq 0) { $state['files'].Remove($file) }
    Save-FakeState
    return $true
}

function Test-DiskFull($record) { return $record.Exception -is [System.IO.IOException] -and ($record.Exception.HResult -band 65535) -eq 112 }

function Save-WideText([string]$path, [string]$text) { Save-RecordText $path ([string][char]0xfeff + $text) }

function Add-RecordText([string]$path, [string]$text) { Save-RecordText $path ([string](Read-RecordText $path) + $text) }

function Remove-RecordText([string]$path) {
    Assert-FakeFolder $path
    $script = Get-FakeScript $path
    if ($null -ne $script) {
        if ([System.IO.File]::Exists($script)) { [System.IO.File]::Delete($script) }
        return
    }
    $state = Get-FakeState
    $file = Find-FakeFile $state $path
    if ($null -eq $file) { return }
    Use-FakeRoom $state (-$file['text'].Length - [long]$file['bytes'])
    $state['files'].Remove($file)
    Save-FakeState
}

function Get-RecordedRuns {
    Assert-FakeFolder ''
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
