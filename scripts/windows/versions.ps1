# The four numbers of a file's version; its text is free. Nothing when the file does not exist, '' when it has no version.
function Get-FileVersion([string]$path) {
    $file = [Environment]::ExpandEnvironmentVariables($path)
    if ($file.StartsWith('\\', [StringComparison]::Ordinal) -or -not [System.IO.Path]::IsPathRooted($file)) { throw 'not a full path on this computer' }
    # Exists says no to who may not look; this says why.
    try { [void][System.IO.File]::GetAttributes($file) }
    catch {
        $exception = $_.Exception.GetBaseException()
        if ($exception -is [System.IO.FileNotFoundException] -or $exception -is [System.IO.DirectoryNotFoundException]) { return }
        throw
    }
    # A file that may not be opened would be told as one without a version.
    $stream = New-Object System.IO.FileStream ($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, ([System.IO.FileShare]'ReadWrite, Delete'))
    $stream.Close()
    $version = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($file)
    $numbers = @($version.FileMajorPart, $version.FileMinorPart, $version.FileBuildPart, $version.FilePrivatePart)
    if ([string]$version.FileVersion -ceq '' -and ($numbers -join '.') -ceq '0.0.0.0') { return '' }
    return ($numbers -join '.')
}

# Files of a folder whose names match, newest first: path, size, time. None when there is no such folder.
function Find-Files([string]$folder, [string]$pattern, [int]$most) {
    if (-not [System.IO.Path]::IsPathRooted($folder) -or -not [System.IO.Directory]::Exists($folder)) { return }
    $found = @(foreach ($file in (New-Object System.IO.DirectoryInfo $folder).GetFiles()) { if ($file.Name -match $pattern) { $file } })
    foreach ($file in @($found | Sort-Object -Descending -Property LastWriteTimeUtc | Select-Object -First $most)) {
        @{ path = $file.FullName; size = [long]$file.Length; at = (ConvertTo-IsoTime $file.LastWriteTimeUtc) }
    }
}

# The end of a file that its program may be writing. UTF-16 tells itself by a zero in every other byte.
function Read-FileTail([string]$path, [int]$bytes) {
    $stream = New-Object System.IO.FileStream ($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, ([System.IO.FileShare]'ReadWrite, Delete'))
    try {
        $length = [int][Math]::Min($bytes, $stream.Length)
        [void]$stream.Seek(($stream.Length - $length) - (($stream.Length - $length) % 2), [System.IO.SeekOrigin]::Begin)
        $buffer = New-Object byte[] ($length + 1)
        $read = 0
        do {
            $count = $stream.Read($buffer, $read, $buffer.Length - $read)
            $read += $count
        } while ($count -gt 0 -and $read -lt $buffer.Length)
    }
    finally { $stream.Close() }
    $zeros = 0
    $looked = [Math]::Min($read, 200)
    for ($at = 1; $at -lt $looked; $at += 2) { if ($buffer[$at] -eq 0) { $zeros++ } }
    if ($zeros * 4 -gt $looked) { return [System.Text.Encoding]::Unicode.GetString($buffer, 0, $read) }
    return [System.Text.Encoding]::UTF8.GetString($buffer, 0, $read)
}
