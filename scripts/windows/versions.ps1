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
